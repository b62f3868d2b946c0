import { describe, expect, it } from 'vitest';
import { type Page, ancestors, pages, values } from './support/dist.ts';
import { guidePages, written } from './support/guides.ts';

/** The code of every snippet, as it is shown: what a reader copies. */
function snippets({ elements }: Page): string[] {
  const shown = elements.filter(
    (element) =>
      element.name === 'pre' &&
      ancestors(element).some(({ attributes }) => /\bcode\b/.test(attributes['class'] ?? '')),
  );
  return shown.map(({ text }) => text);
}

describe.each(written.map(({ slug }) => slug))('%s', (slug) => {
  const [en, zh] = guidePages(slug) as [Page, Page];

  it('has the same anchors in the same order in both languages', () => {
    expect(values(en, 'id').length).toBeGreaterThan(20);
    expect(values(zh, 'id')).toEqual(values(en, 'id'));
  });

  it('has the same snippets in both languages', () => {
    expect(snippets(en).length).toBeGreaterThan(0);
    expect(snippets(zh)).toEqual(snippets(en));
  });
});

describe('pages', () => {
  it('exist in both languages', () => {
    const paths = (locale: string) =>
      pages.filter((page) => page.locale === locale).map(({ file }) => file.slice(3));
    expect(paths('zh')).toEqual(paths('en'));
  });
});
