import { describe, expect, it } from 'vitest';
import { site } from '../../src/site.ts';
import { type Page, all } from './support/dist.ts';
import { guidePages, written } from './support/guides.ts';

/** Where `rel="prev"` and `rel="next"` lead. */
function neighbours(page: Page): Record<string, string | undefined> {
  const to = (rel: string) =>
    all(page, 'a').find(({ attributes }) => attributes['rel'] === rel)?.attributes['href'];
  return { prev: to('prev'), next: to('next') };
}

describe.each(written)('$slug', ({ slug, phase }) => {
  const slugs = written.filter((guide) => guide.phase === phase).map((guide) => guide.slug);
  const at = slugs.indexOf(slug);

  it.each(guidePages(slug).map((page) => [page.locale, page] as const))(
    'leads to the guides before and after it in its phase: %s',
    (locale, page) => {
      const path = (other: string | undefined) =>
        other && `${site.base}${locale!}/guides/${other}/`;
      expect(neighbours(page)).toEqual({ prev: path(slugs[at - 1]), next: path(slugs[at + 1]) });
    },
  );
});
