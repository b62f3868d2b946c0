import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { site } from '../../src/site.ts';
import { all, meta, pages, root } from './support/dist.ts';
import { fileAt } from './support/machine.ts';

/** Networks fetch it for each link: Telegram and WeChat give up on large ones. */
const maxBytes = 48 * 1024;

const property = (page: (typeof pages)[number], name: string) =>
  all(page, 'meta').find(({ attributes }) => attributes['property'] === name)?.attributes[
    'content'
  ];
const indexed = pages.filter((page) => !meta(page, 'robots')?.includes('noindex'));

describe.each(indexed.map((page) => [page.path, page] as const))('%s', (_, page) => {
  it('has a card of the size that it says', () => {
    const address = property(page, 'og:image')!;
    expect(address.startsWith(site.origin + site.base)).toBe(true);
    const png = readFileSync(join(root, 'dist', fileAt(address)));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)].map(String)).toEqual([
      property(page, 'og:image:width'),
      property(page, 'og:image:height'),
    ]);
    expect(png.length).toBeLessThanOrEqual(maxBytes);
    expect(property(page, 'og:image:alt')).toMatch(/./);
    expect(meta(page, 'twitter:card')).toBe('summary_large_image');
  });

  it('has the card of its own guide', () => {
    const [, locale, slug] = /^(en|zh)\/guides\/([^/]+)\/index/.exec(page.file) ?? [];
    const file = fileAt(property(page, 'og:image')!);
    if (slug) expect(file).toBe(`cards/${locale!}/${slug}.png`);
    else expect(file).toBe(`cards/${page.locale ?? 'en'}.png`);
  });
});
