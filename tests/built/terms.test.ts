import { describe, expect, it } from 'vitest';
import { locales } from '../../src/lib/locale.ts';
import { site } from '../../src/site.ts';
import { type Page, ancestors, pageAt } from './support/dist.ts';
import { guidePages, written } from './support/guides.ts';

/** Marked terms of a page, by their address. */
function terms({ elements }: Page): { href: string; text: string; isInHeading: boolean }[] {
  return elements
    .filter(({ name, attributes }) => name === 'a' && attributes['class'] === 'term')
    .map((element) => ({
      href: element.attributes['href'] ?? '',
      text: element.text,
      isInHeading: ancestors(element).some(({ name }) => /^h\d$/.test(name)),
    }));
}

describe.each(written.map(({ slug }) => slug))('terms of %s', (slug) => {
  const pages = guidePages(slug) as [Page, Page];

  it.each([...locales.entries()])('lead to the glossary of the page (%i %s)', (index, locale) => {
    const glossary = pageAt(`${site.base}${locale}/glossary/`)!;
    const ids = new Set(glossary.elements.map(({ attributes }) => attributes['id']));
    const found = terms(pages[index]!);
    const lost = found.filter(({ href, isInHeading }) => {
      const [path, id] = href.split('#');
      return path !== glossary.path || !ids.has(id) || isInHeading;
    });
    expect(lost).toEqual([]);
  });

  it('have no space of the link around the word', () => {
    const spaced = pages.flatMap(terms).filter(({ text }) => text === '' || text !== text.trim());
    expect(spaced).toEqual([]);
  });

  it('are the same in both languages', () => {
    const [en, zh] = pages.map((page) =>
      terms(page)
        .map(({ href }) => href.split('#')[1])
        .toSorted(),
    );
    expect(zh).toEqual(en);
  });
});

it('are marked in most guides', () => {
  const marking = written.filter(({ slug }) =>
    guidePages(slug).some((page) => terms(page).length > 0),
  );
  expect(marking.length).toBeGreaterThan(written.length / 2);
});
