import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where each platform looks for the folder of temporary files. */
const variables = process.platform === 'win32' ? ['TEMP', 'TMP'] : ['TMPDIR'];

/**
 * Gives a run of Vitest a folder for what its tests and the programs that they start leave behind
 * (copies of the repository, profiles of browsers, half a gigabyte a run), and removes it at the end.
 */
export default function setup(): () => void {
  const before = process.env;
  const folder = mkdtempSync(join(tmpdir(), 'tracebook-tests-'));
  process.env = { ...before, ...Object.fromEntries(variables.map((name) => [name, folder])) };
  return () => {
    process.env = before;
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
}
