import { createHash } from 'node:crypto';
import {
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** What is expensive to make, kept on the disk between builds. */
export interface KeptBytes {
  /** What is kept under a key, or undefined where nothing sound is. */
  read: (key: string) => Buffer | undefined;
  /** Whether something is kept under a key; whether it is sound shows when it is read. */
  has: (key: string) => boolean;
  write: (key: string, bytes: Uint8Array) => void;
  /** Removes what older builds left: everything that was neither read nor written here, nor has one of the keys. */
  prune: (keys?: readonly string[]) => void;
}

/** Bytes of a SHA-256. */
const HASH = 32;

/**
 * Keeps each value in a file of its own below `folder`, so that builds at the same time do not overwrite one another.
 * `makers` are the files that decide what is made of a key; where one changes, nothing of before is found any
 * more, and where one is missing nothing is kept. A file starts with the hashes of its key and of its bytes: what
 * is damaged, cut short or of another key counts as absent.
 */
export function keptBytes(folder: string, makers: readonly string[]): KeptBytes {
  const maker = hashOfFiles(makers);
  const nothing = () => undefined;
  if (maker === undefined)
    return { read: nothing, has: () => false, write: nothing, prune: nothing };
  const used = new Set<string>();
  const made = new Set<string>();
  const makeFolder = (path: string): void => {
    if (!made.has(path)) mkdirSync(path, { recursive: true });
    made.add(path);
  };
  const nameOf = (key: string): Buffer => sha256(`${maker}\n${process.version}\n${key}`);
  const pathOf = (name: Buffer): string => {
    const hex = name.toString('hex');
    return join(folder, hex.slice(0, 2), hex.slice(2));
  };
  return {
    read: (key) => {
      const name = nameOf(key);
      try {
        const file = readFileSync(pathOf(name));
        const bytes = file.subarray(2 * HASH);
        const isSound = file.subarray(0, 2 * HASH).equals(Buffer.concat([name, sha256(bytes)]));
        if (isSound) used.add(pathOf(name));
        return isSound ? bytes : undefined;
      } catch {
        return undefined;
      }
    },
    has: (key) => {
      const path = pathOf(nameOf(key));
      const isThere = existsSync(path);
      if (isThere) used.add(path);
      return isThere;
    },
    write: (key, bytes) => {
      const name = nameOf(key);
      const path = pathOf(name);
      const part = `${path}.${process.pid}`;
      try {
        makeFolder(dirname(path));
        writeFileSync(part, Buffer.concat([name, sha256(bytes), bytes]));
        renameSync(part, path);
        used.add(path);
      } catch {
        // A read-only folder makes builds slower, not different.
      }
    },
    prune: (keys = []) => {
      for (const key of keys) used.add(pathOf(nameOf(key)));
      const files = globSync('*/*', { cwd: folder }).map((file) => join(folder, file));
      for (const path of files.filter((one) => !used.has(one))) rmSync(path, { force: true });
    },
  };
}

/** One hash of several files; undefined where one cannot be read. */
export function hashOfFiles(files: readonly string[]): string | undefined {
  const hash = createHash('sha256');
  try {
    for (const file of files) hash.update(`${file}\n`).update(sha256(readFileSync(file)));
    return hash.digest('hex');
  } catch {
    return undefined;
  }
}

function sha256(data: string | Uint8Array): Buffer {
  return createHash('sha256').update(data).digest();
}
