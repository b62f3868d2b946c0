import { describe, expect, it } from 'vitest';
import { pages, readDist } from './support/dist.ts';

const { languages } = JSON.parse(readDist('pagefind/pagefind-entry.json')) as {
  languages: Record<string, { page_count: number }>;
};

/** Whether Pagefind reads the page: one marked body anywhere makes it skip the pages without. */
const isSearched = ({ html }: { html: string }) => /\sdata-pagefind-body[\s>=]/.test(html);

describe('full text', () => {
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
