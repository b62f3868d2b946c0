import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';

const fixtures = join(import.meta.dirname, '../fixtures/content');

/** One way to break the sound content of `tests/fixtures/content/base`. */
export interface BrokenCase {
  name: string;
  edits: Edit[];
  /** `file:line code` of every problem, in the order in which they are reported. */
  expect: string[];
}

type Edit =
  | { file: string; find: string; replace: string }
  | { file: string; write: string }
  /** One byte for each character, for texts that are no UTF-8. */
  | { file: string; bytes: string }
  | { file: string; remove: true };

export function brokenCases(): BrokenCase[] {
  const dir = join(fixtures, 'cases');
  return readdirSync(dir).map((file) => {
    const { edits, expect } = parse(readFileSync(join(dir, file), 'utf8')) as Omit<
      BrokenCase,
      'name'
    >;
    return { name: file.replace(/\.yaml$/, ''), edits, expect };
  });
}

/** Runs `use` on a copy of the sound content with the edits applied. */
export async function withContent<T>(
  edits: readonly Edit[],
  use: (contentDir: string) => T | Promise<T>,
): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), 'content-'));
  const contentDir = join(root, 'content');
  try {
    cpSync(join(fixtures, 'base'), contentDir, { recursive: true });
    for (const edit of edits) apply(edit, join(contentDir, edit.file));
    return await use(contentDir);
  } finally {
    rmSync(root, { recursive: true });
  }
}

function apply(edit: Edit, path: string): void {
  if ('remove' in edit) rmSync(path);
  else if ('write' in edit || 'bytes' in edit) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'bytes' in edit ? Buffer.from(edit.bytes, 'latin1') : edit.write);
  } else {
    const parts = readFileSync(path, 'utf8').split(edit.find);
    if (parts.length !== 2)
      throw new Error(`"${edit.find}" stands ${parts.length - 1} times in ${edit.file}`);
    writeFileSync(path, parts.join(edit.replace));
  }
}
