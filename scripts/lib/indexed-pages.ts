import { globSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eachAtOnce } from '../../src/lib/each-at-once.ts';
import { withoutIdleSpace } from './idle-space.ts';

/** A tag as Astro prints it: `<` and `>` inside of a value are escaped or stand between quotes. */
const TAG = /<[a-z](?:"[^"]*"|[^">])*>/g;
/** What only the indexer reads. `data-pagefind-body` stays: it says which pages are searched. */
const READ_BY_INDEXER = / data-pagefind-(?:title|ignore|meta)(?:="[^"]*")?/g;
/** Files at once: reading and writing wait for the disk. */
const AT_ONCE = 8;

/** A page without the attributes that steer Pagefind: about 240 bytes of a guide after brotli. */
export function withoutIndexAttributes(html: string): string {
  return html.replace(TAG, (tag) => tag.replace(READ_BY_INDEXER, ''));
}

/** Rewrites the pages below `folder` once they are indexed: no reader needs what is dropped. */
export async function shortenPages(folder: string): Promise<void> {
  await eachAtOnce(globSync('**/*.html', { cwd: folder }), AT_ONCE, async (name) => {
    const file = join(folder, name);
    const html = await readFile(file, 'utf8');
    const shorter = withoutIdleSpace(withoutIndexAttributes(html));
    if (shorter !== html) await writeFile(file, shorter);
  });
}
