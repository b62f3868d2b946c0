import { describe, expect, it } from 'vitest';
import { site } from '../../src/site.ts';
import { cutSection, twinHeadings } from '../../src/lib/twin/cut-section.ts';
import {
  type BuiltElement,
  all,
  ancestors,
  isInDist,
  links,
  pageAt,
  readDist,
  values,
} from './support/dist.ts';
import { fileAt, readMarkdown, twins } from './support/machine.ts';

/** About 400 tokens: an agent reads every cause of a guide for the price of a short page. */
const maxCause = 1600;

describe.each(twins.map((twin) => [`${twin.locale}/guides/${twin.slug}.md`, twin] as const))(
  '%s',
  (file, twin) => {
    const page = pageAt(`${site.base}${file.replace('.md', '/')}`)!;
    const markdown = readMarkdown(twin);
    const anchors = twinHeadings(twin.text).map(({ anchor }) => anchor);

    it('is named in the head of its page, and names the page', () => {
      const alternates = page.elements.filter(
        ({ name, attributes }) => name === 'link' && attributes['type'] === 'text/markdown',
      );
      expect(alternates.map(({ attributes }) => attributes['href'])).toEqual([
        `${site.base}${file}`,
      ]);
      expect([twin.frontMatter['url']]).toEqual(links(page, 'canonical'));
    });

    it('holds nothing that only the site’s own build understands', () => {
      expect(markdown.html).toEqual([]);
      const odd = /<\/?[A-Z]|\{\/\*|\{#|\[object |\]\[|\]\(/;
      expect(markdown.texts.filter((text) => odd.test(text))).toEqual([]);
    });

    it('has the anchors of the page in the same order', () => {
      const ids = values(page, 'id');
      expect(anchors.length).toBeGreaterThan(10);
      expect(ids.filter((id) => anchors.includes(id))).toEqual(anchors);
      const isEntry = (id: string) => /^(?:cause|fix)-/.test(id);
      const entries = all(page, 'section').flatMap(({ attributes }) => attributes['id'] ?? []);
      expect(anchors.filter(isEntry)).toEqual(entries.filter(isEntry));
    });

    it('says a cause in 1,600 characters', () => {
      const sizes = anchors
        .filter((anchor) => anchor.startsWith('cause-'))
        .map((anchor) => [anchor, ownText(twin.text, anchor).length] as const);
      expect(sizes.filter(([, size]) => size > maxCause)).toEqual([]);
    });

    it('has every code that the page shows, as it ran', () => {
      const shown = page.elements
        .filter(({ name, parent }) => name === 'code' && parent?.name === 'pre')
        .filter((code) => isPlainFigure(code));
      expect(shown.length).toBeGreaterThan(0);
      const missing = shown.filter(({ text }) => !markdown.code.includes(text.replace(/\n$/, '')));
      expect(missing.map(({ text }) => text)).toEqual([]);
    });

    it('leads somewhere with every link', () => {
      const inside = markdown.urls.filter((url) => url.startsWith('#')).map((url) => url.slice(1));
      expect(inside.filter((anchor) => !anchors.includes(anchor))).toEqual([]);

      const defined = markdown.definitions.map(({ identifier }) => identifier);
      expect([...new Set(markdown.references)].sort()).toEqual(defined.sort());

      const own = [...markdown.urls, ...markdown.definitions.map(({ url }) => url)]
        .concat(Object.values(twin.frontMatter).map(String))
        .filter((address) => address.startsWith(site.origin + site.base));
      expect(own.length).toBeGreaterThan(3);
      expect(own.filter((address) => !isInDist(fileAt(address)))).toEqual([]);
    });
  },
);

describe('llms.txt', () => {
  it.each([
    ['llms.txt', ['en', 'zh']],
    ['zh/llms.txt', ['zh']],
  ])('%s lists every twin of %s', (file, languages) => {
    const text = readDist(file);
    for (const { locale, slug } of twins) {
      const address = `(${site.origin}${site.base}${locale}/guides/${slug}.md)`;
      expect(text.includes(address), address).toBe(languages.includes(locale));
    }
    const dead = [...text.matchAll(/\]\((\S+)\)/g)].filter(([, to]) => !isInDist(fileAt(to!)));
    expect(dead.map(([, to]) => to)).toEqual([]);
  });

  it.each([
    ['llms-full.txt', 'en'],
    ['zh/llms-full.txt', 'zh'],
  ])('%s holds every twin in %s', (file, language) => {
    const text = readDist(file);
    for (const { locale, text: one } of twins) expect(text.includes(one)).toBe(locale === language);
  });
});

/** A section as it stands in the twin, without what a copy adds below it. */
function ownText(twin: string, anchor: string): string {
  return cutSection(twin, anchor)!.replace(/\n\n(?:\[\d+\]: [^\n]*\n)*\n?https?:[^\n]*\n$/, '');
}

/** Code shown as it is; a diff also shows lines that did not run. */
function isPlainFigure(code: BuiltElement): boolean {
  const figure = ancestors(code).find(({ name }) => name === 'figure');
  const classes = figure?.attributes['class']?.split(' ') ?? [];
  return classes.includes('code') && !classes.includes('diff');
}
