import { createHash } from 'node:crypto';
import { site } from '#src/site.ts';
import { remember } from './remember.ts';

/** A JSON file under a hashed name, so that a browser may keep it for ever. */
export interface HashedJson {
  readonly hash: string;
  readonly body: string;
  /** Address of the file. */
  readonly path: string;
}

/** The part of a file's name that stands for its content. */
export function contentHash(...texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text);
  return hash.digest('hex').slice(0, 12);
}

/** Address of a file of data. */
export function dataPath(name: string, hash: string): string {
  return `${site.base}data/${name}.${hash}.json`;
}

/** Builds a file once for all pages. */
export function hashedJson(name: string, build: () => unknown): () => HashedJson {
  return remember((): HashedJson => {
    const body = JSON.stringify(build());
    const hash = contentHash(body);
    return { hash, body, path: dataPath(name, hash) };
  });
}
