/** What a browser loads before the finder's first answers stand on the page. */
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { readDist, root } from './dist.ts';

const scripts = '_astro';
const data = 'data';

/** Files below dist, each once. */
export interface FinderFiles {
  /** For a paste that holds a whole message: beyond the script that is on every page. */
  exactCode: readonly string[];
  /** For any other paste. Causes, version ranges, full text and the worker come later. */
  inexactCode: readonly string[];
  /** For both. */
  data: readonly string[];
  /** Causes and links of guides that are shown already. */
  details: readonly string[];
}

/** Finds the files in what was built. */
export function finderFiles(): FinderFiles {
  const [session, full] = ['first-answer', 'full-answer'].map((name) => fileNamed(scripts, name));
  const page = new Set(withImports(fileNamed(scripts, 'Scripts')));
  const beyondPage = (files: readonly string[]) =>
    [...new Set(files.flatMap(withImports))].filter((file) => !page.has(file));
  return {
    exactCode: beyondPage([session!]),
    inexactCode: beyondPage([session!, full!]),
    data: [fileNamed(data, 'signatures')],
    details: [fileNamed(data, 'details')],
  };
}

/** Sum of the files' sizes in bytes, each compressed by itself as a host sends it. */
export function brotliSize(files: readonly string[]): number {
  const sizes = files.map((file) => brotliCompressSync(readDist(file)).length);
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The one file of a name, beside which `npm run compress` may have put others. */
function fileNamed(folder: string, name: string): string {
  const found = readdirSync(join(root, 'dist', folder)).filter(
    (file) => file.startsWith(`${name}.`) && !/\.(?:br|gz)$/.test(file),
  );
  if (found.length !== 1) throw new Error(`dist/${folder} holds ${found.length} files ${name}.*`);
  return `${folder}/${found[0]!}`;
}

/** A script and what it imports before it runs. */
function withImports(file: string): string[] {
  const imported = readDist(file).matchAll(/(?:\bfrom|\bimport)\s*["'`](\.[^"'`]+\.js)["'`]/g);
  return [file, ...[...imported].flatMap(([, path]) => withImports(join(dirname(file), path!)))];
}
