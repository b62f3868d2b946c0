import { createHash } from 'node:crypto';
import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

/** Text of a file, or undefined where there is none. */
export function readText(path: string): string | undefined {
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile();
  return isFile ? readFileSync(path, 'utf8') : undefined;
}

/**
 * Names in a folder, sorted alike on every system; hidden files and Python's caches are nobody's
 * content. A link that leads to no file counts as a folder.
 */
export function listNames(dir: string): { name: string; isFolder: boolean }[] {
  if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(dir, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.') && name !== '__pycache__')
    .map((entry) => ({ name: entry.name, isFolder: !leadsToFile(entry) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function leadsToFile(entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return entry.isFile();
  const path = join(entry.parentPath, entry.name);
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** SHA-256 of the names and bytes of the files in a folder; a folder in it counts by its name. */
export function hashOfFolder(dir: string): string {
  const hash = createHash('sha256');
  for (const { name, isFolder } of listNames(dir)) {
    const bytes = isFolder ? '' : readFileSync(join(dir, name));
    // With its length, so that nothing can move from one file to the next.
    hash.update(`${name} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex');
}

/** How problems name a file: from the folder that holds `contentDir`, with slashes. */
export function labelOf(contentDir: string, path: string): string {
  return relative(dirname(resolve(contentDir)), resolve(path))
    .split(sep)
    .join('/');
}
