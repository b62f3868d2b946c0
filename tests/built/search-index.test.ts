import { describe, expect, it } from 'vitest';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { en } from '../../src/i18n/en.ts';
import { zh } from '../../src/i18n/zh.ts';
import { pages, readDist, root } from './support/dist.ts';

const { languages } = JSON.parse(readDist('pagefind/pagefind-entry.json')) as {
  languages: Record<string, { page_count: number }>;
};

/** Whether Pagefind reads the page: one marked body anywhere makes it skip the pages without. */
const isSearched = ({ html }: { html: string }) => /\sdata-pagefind-body[\s>=]/.test(html);

/** What is found, and shown, of each page. */
const texts = globSync('dist/pagefind/fragment/*.pf_fragment', { cwd: root }).map((file) =>
  gunzipSync(readFileSync(join(root, file)))
    .toString()
    .replaceAll('\u200B', ''),
);

describe('full text', () => {
  it.each([en, zh])(
    'finds what a guide says, not its controls and facts: $site.tagline',
    (words) => {
      const { guide, share, finder } = words;
      for (const control of [share.open, guide.path.checks, finder.hint, finder.whichHint])
        expect(texts.filter((text) => text.includes(control))).toEqual([]);
    },
  );

  it('has exactly one index for each language', () => {
    expect(Object.keys(languages).sort()).toEqual(['en', 'zh-cn']);
  });

  it.each([
    ['en', 'en'],
    ['zh', 'zh-cn'],
  ])('holds the %s pages', (locale, index) => {
    const searched = pages.filter((page) => page.locale === locale && isSearched(page));
    expect(searched.length).toBeGreaterThan(0);
    expect(languages[index]?.page_count).toBe(searched.length);
  });

  it('leaves out the pages that show both languages', () => {
    const bilingual = pages.filter(({ locale }) => locale === undefined);
    expect(bilingual.filter(isSearched).map(({ path }) => path)).toEqual([]);
  });
});
