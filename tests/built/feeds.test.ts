import { SyntaxValidator } from 'fast-xml-validator';
import { describe, expect, it } from 'vitest';
import { locales } from '../../src/lib/locale.ts';
import { site } from '../../src/site.ts';
import { all, isInDist, links, meta, pageAt, pages, readDist } from './support/dist.ts';
import { written } from './support/guides.ts';
import { fileAt, xmlTexts } from './support/machine.ts';

const documents = [
  ...['sitemap.xml', 'opensearch.xml', 'zh/opensearch.xml'],
  ...locales.map((locale) => `${locale}/feed.xml`),
];

describe.each(documents)('%s', (file) => {
  const xml = readDist(file);

  it('is well formed', () => {
    expect(() => SyntaxValidator.validate(xml)).not.toThrow();
    expect(xml).toMatch(/^<\?xml version="1.0" encoding="utf-8"\?>/);
    expect(xml).not.toMatch(/[>"](?:undefined|null|\[object Object\])[<"]/);
  });

  it('leads to files that exist', () => {
    const addresses = [...xml.matchAll(/(?:href=|template=|>)"?(https?:[^"<]+)/g)]
      .map(([, address]) => address!)
      .filter((address) => address.startsWith(site.origin));
    expect(addresses.length).toBeGreaterThan(1);
    expect(addresses.filter((address) => !isInDist(fileAt(address)))).toEqual([]);
  });
});

describe('sitemap.xml', () => {
  const xml = readDist('sitemap.xml');

  it('has the indexed pages, each once, and no other', () => {
    const indexed = pages.filter((page) => !meta(page, 'robots')?.includes('noindex'));
    // A guide's record is reached from the guide: it is no page to arrive at.
    const expected = indexed.filter(({ file }) => !file.includes('/evidence/'));
    const addresses = expected.flatMap((page) => links(page, 'canonical'));
    expect(xmlTexts(xml, 'loc').sort()).toEqual(addresses.sort());
  });

  it('names the other language as the page itself does', () => {
    for (const entry of xml.split('<url>').slice(1)) {
      const [loc = ''] = xmlTexts(entry, 'loc');
      const page = pageAt(loc.slice(site.origin.length))!;
      const own = all(page, 'link').flatMap(({ attributes: { rel, hreflang, href } }) =>
        rel === 'alternate' && hreflang ? [`${hreflang} ${href!}`] : [],
      );
      const listed = [...entry.matchAll(/hreflang="([^"]+)" href="([^"]+)"/g)];
      expect(listed.map(([, lang, href]) => `${lang!} ${href!}`).sort(), loc).toEqual(own.sort());
    }
  });
});

describe.each(locales)('%s/feed.xml', (locale) => {
  const xml = readDist(`${locale}/feed.xml`);
  const entries = xml.split('<entry>').slice(1);

  it('has each guide once, the latest change first', () => {
    const ids = entries.map((entry) => xmlTexts(entry, 'id')[0]!);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(Math.min(written.length, 50));
    const days = entries.map((entry) => xmlTexts(entry, 'updated')[0]!);
    expect(days).toEqual(days.toSorted().reverse());
    expect(xmlTexts(xml, 'updated')[0]).toBe(days[0]);
  });

  it('is named on the home page of its language', () => {
    const home = pageAt(`${site.base}${locale}/`)!;
    expect(links(home, 'alternate')).toContain(`${site.base}${locale}/feed.xml`);
    expect(links(home, 'search')).toHaveLength(1);
  });
});

describe('robots.txt', () => {
  it('lets everything be read and says where the sitemap is', () => {
    const lines = readDist('robots.txt').split('\n');
    expect(lines).toContain('Allow: /');
    expect(lines).toContain(`Sitemap: ${site.origin}${site.base}sitemap.xml`);
    expect(lines.filter((line) => line.startsWith('Disallow'))).toEqual([]);
  });
});
