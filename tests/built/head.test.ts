import { loadSignatures } from '../../src/authoring/signatures.ts';
import { compile, find } from '../../src/lib/finder/index.ts';
import { describe, expect, it } from 'vitest';
import { descriptionLength } from '../../src/schemas/article.ts';
import { site } from '../../src/site.ts';
import { type Page, all, links, meta, pageAt, pages } from './support/dist.ts';
import { writtenPages } from './support/guides.ts';

const finder = compile(loadSignatures('content'));

const named = (list: readonly Page[]) => list.map((page) => [page.path, page] as const);
const isIndexed = (page: Page) => !(meta(page, 'robots') ?? '').includes('noindex');
const indexed = pages.filter(isIndexed);
const absolute = (path: string) => site.origin + path;

/** The other versions of a page, by language. */
function alternates(page: Page): Record<string, string> {
  return Object.fromEntries(
    all(page, 'link').flatMap(({ attributes: { rel, hreflang, href } }) =>
      rel === 'alternate' && hreflang && href ? [[hreflang, href]] : [],
    ),
  );
}

describe.each(named(pages))('%s', (_, page) => {
  it('has one h1', () => {
    expect(all(page, 'h1').map(({ text }) => text.trim())).toEqual([expect.stringMatching(/./)]);
  });

  it('says its language: two values in all, or the search index splits', () => {
    expect(all(page, 'html')[0]!.attributes['lang']).toBe(page.locale === 'zh' ? 'zh-CN' : 'en');
  });

  it('has a title and a description of its own', () => {
    expect(all(page, 'title')[0]!.text).not.toBe('');
    expect(meta(page, 'description')).toMatch(/./);
  });
});

describe.each(named(indexed))('%s, indexed', (_, page) => {
  it('has a description that a result list can show', () => {
    const { length } = meta(page, 'description')!;
    const [shortest, longest] = descriptionLength[page.locale ?? 'en'];
    expect(length).toBeGreaterThanOrEqual(shortest);
    expect(length).toBeLessThanOrEqual(longest);
  });

  it('is its own canonical address', () => {
    expect(links(page, 'canonical')).toEqual([absolute(page.path)]);
  });

  it('names its other language, and each names the other back', () => {
    const own = alternates(page);
    expect(Object.keys(own).sort()).toEqual(['en', 'x-default', 'zh-CN']);
    expect(Object.values(own)).toContain(absolute(page.path));
    for (const address of Object.values(own)) {
      const other = pageAt(address.slice(site.origin.length));
      expect(other && alternates(other), address).toEqual(own);
    }
  });
});

describe('search results', () => {
  it('cannot mix up two pages', () => {
    const titles = indexed.map((page) => all(page, 'title')[0]!.text);
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  });

  it('leave out the pages that show both languages, except the root', () => {
    const bilingual = indexed.filter(({ locale }) => locale === undefined);
    expect(bilingual.map(({ path }) => path)).toEqual([site.base]);
  });
});

describe.each(writtenPages().map(({ guide, page }) => [page.path, guide, page] as const))(
  '%s',
  (_, guide, page) => {
    it('has a title that is found as the message it quotes', () => {
      const [best] = find(all(page, 'title')[0]!.text, finder, { locale: 'en' });
      expect(best?.slug).toBe(guide.slug);
      expect(['exact', 'likely']).toContain(best?.group);
    });

    it('shows the message as its heading, as it is printed and not to be translated', () => {
      const heading = all(page, 'h1')[0]!;
      expect(heading.text).toBe(guide.headline);
      expect({ ...heading.parent?.attributes, ...heading.attributes }).toMatchObject({
        lang: 'en',
        translate: 'no',
      });
    });

    it('shows every wording of the message', () => {
      // Some begin with a tab or end in a space.
      const codes = new Set(all(page, 'code').map(({ text }) => text.trim()));
      const missing = guide.messages.filter(({ examples }) => !codes.has(examples[0]!.trim()));
      expect(missing).toEqual([]);
    });
  },
);
