import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Lists of lines that are expensive to make, kept on the disk between builds. */
export interface KeptLines {
  /** The lines under a key, or undefined where nothing sound is kept. */
  read: (key: string) => string[] | undefined;
  write: (key: string, lines: readonly string[]) => void;
}

/**
 * Keeps each list in a file of its own below `folder`, so that builds at the same time do not overwrite one another.
 * `makers` are the files that decide what is made of a key; where one changes, nothing of before is found any
 * more, and where one is missing nothing is kept. The file starts with the hash of its key and of its lines: what
 * is damaged, cut short or of another key counts as absent.
 */
export function keptLines(folder: string, makers: readonly string[]): KeptLines {
  const maker = hashOfFiles(makers);
  if (maker === undefined) return { read: () => undefined, write: () => undefined };
  const made = new Set<string>();
  const makeFolder = (path: string): void => {
    if (!made.has(path)) mkdirSync(path, { recursive: true });
    made.add(path);
  };
  const nameOf = (key: string): string => sha256(`${maker}\n${key}`);
  const pathOf = (name: string): string => join(folder, name.slice(0, 2), name.slice(2));
  return {
    read: (key) => {
      const name = nameOf(key);
      try {
        const [kept, check, ...lines] = readFileSync(pathOf(name), 'utf8').split('\n');
        return kept === name && check === sha256(lines.join('\n')) ? lines : undefined;
      } catch {
        return undefined;
      }
    },
    write: (key, lines) => {
      const name = nameOf(key);
      const path = pathOf(name);
      const text = lines.join('\n');
      const part = `${path}.${process.pid}`;
      try {
        makeFolder(dirname(path));
        writeFileSync(part, [name, sha256(text), text].join('\n'));
        renameSync(part, path);
      } catch {
        // A read-only folder makes builds slower, not different.
      }
    },
  };
}

/** Undefined where a file cannot be read. */
function hashOfFiles(files: readonly string[]): string | undefined {
  try {
    return sha256(files.map((file) => readFileSync(file, 'utf8')).join('\n'));
  } catch {
    return undefined;
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
