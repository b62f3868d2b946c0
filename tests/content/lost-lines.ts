import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { readText } from '../../src/authoring/content-files.ts';

/**
 * Lines that begin with a slash, that some commit added to a file and that the file lacks now. A shallow clone knows
 * the lines of its oldest commit and what was added since; where there is no Git, or no commit, nothing is known.
 */
export function lostLines(folder: string, file: string): string[] {
  const log = ['log', '--patch', '--unified=0', '--format=', '--no-color', '--no-ext-diff'];
  const { status, stdout } = spawnSync('git', [...log, '--', file], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) return [];
  const now = new Set((readText(join(folder, file)) ?? '').split(/\r?\n/));
  const added = stdout
    .split(/\r?\n/)
    .filter((line) => line.startsWith('+/'))
    .map((line) => line.slice(1));
  return [...new Set(added)].filter((line) => !now.has(line));
}
