import { createHash } from 'node:crypto';
import { site } from '#src/site.ts';

/** A JSON file under a hashed name, so that a browser may keep it for ever. */
export interface HashedJson {
  readonly hash: string;
  readonly body: string;
  /** Address of the file. */
  readonly path: string;
}

/** Builds a file once for all pages; in development anew for each, so that an edit counts at once. */
export function hashedJson(name: string, build: () => Promise<unknown>): () => Promise<HashedJson> {
  const make = async (): Promise<HashedJson> => {
    const body = JSON.stringify(await build());
    const hash = createHash('sha256').update(body).digest('hex').slice(0, 12);
    return { hash, body, path: `${site.base}data/${name}.${hash}.json` };
  };
  let file: Promise<HashedJson> | undefined;
  return () => (import.meta.env.DEV ? make() : (file ??= make()));
}
