import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { locales } from '../lib/locale.ts';
import { filesBelow } from './files-below.ts';
import { keptBytes, type KeptBytes } from './kept-bytes.ts';

interface Task {
  action: 'restore' | 'keep';
  /** Where finished files are kept, and the files that decide how they are made. */
  folder: string;
  makers: readonly string[];
  dist: string;
  guides: readonly (readonly [slug: string, key: string])[];
}

/**
 * Restores or keeps the files of guides in a thread of its own, and resolves to the slugs of which
 * it has done so. Beside the content of five thousand guides each collection of garbage takes seconds,
 * and files make a lot of it: to keep them took 41 s of a build. Where the thread fails, nothing is
 * kept and everything is made.
 */
export function inPageThread(task: Task): Promise<string[]> {
  return new Promise((resolve) => {
    new Worker(new URL(import.meta.url), { workerData: { pages: task } })
      .on('message', resolve)
      .on('error', () => {
        resolve([]);
      });
  });
}

function run({ action, folder, makers, dist, guides }: Task): string[] {
  const kept = keptBytes(folder, makers);
  if (action === 'restore')
    return guides.flatMap(([slug, key]) => (restore(kept, key, dist) ? slug : []));
  return guides.map(([slug, key]) => {
    keep(kept, key, dist, slug);
    return slug;
  });
}

function restore(kept: KeptBytes, key: string, dist: string): boolean {
  const bytes = kept.read(key);
  if (!bytes) return false;
  for (const [file, body] of deserialize(bytes) as [string, Uint8Array][]) {
    const path = join(dist, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, body);
  }
  return true;
}

function keep(kept: KeptBytes, key: string, dist: string, slug: string): void {
  const files = ownPaths(slug).flatMap((path) => filesAt(dist, path));
  kept.write(key, serialize(files.map((file) => [file, readFileSync(join(dist, file))])));
}

/** Files and folders of `dist` that are one guide's alone, as they are before stylesheets are joined. */
const ownPaths = (slug: string): string[] => [
  ...locales.flatMap((locale) => [
    `${locale}/guides/${slug}`,
    `${locale}/guides/${slug}.md`,
    `cards/${locale}/${slug}.png`,
  ]),
  ...[`e/${slug}`, `files/${slug}`, `api/v1/guides/${slug}.json`, `replies/${slug}.json`],
];

/** A file, or all files below a folder, as paths from `dist`; none where there is neither. */
function filesAt(dist: string, path: string): string[] {
  const found = statSync(join(dist, path), { throwIfNoEntry: false });
  if (found?.isFile()) return [path];
  return filesBelow(join(dist, path)).map((file) => relative(dist, file));
}

const { pages } = (workerData ?? {}) as { pages?: Task };
if (!isMainThread && pages) parentPort?.postMessage(run(pages));
