import { describe, expect, it } from 'vitest';
import { withoutBackticks } from '../../src/lib/inline-code.ts';
import type { ApiGuide } from '../../src/schemas/api/guide.ts';
import { site } from '../../src/site.ts';
import { all, links, pageAt, readDist, values } from './support/dist.ts';
import { dataBlocks, readApi, twins, xmlTexts } from './support/machine.ts';

interface Article {
  '@graph': [
    {
      headline: string;
      datePublished: string;
      dateModified: string;
      url: string;
      inLanguage: string;
    },
    { itemListElement: { name: string }[] },
  ];
}

const sitemap = readDist('sitemap.xml').split('<url>');

describe.each(twins.map((twin) => [`${twin.locale}/${twin.slug}`, twin] as const))(
  '%s says the same everywhere',
  (_, { locale, slug, frontMatter, body }) => {
    const page = pageAt(`${site.base}${locale}/guides/${slug}/`)!;
    const api = readApi(`guides/${slug}.json`) as ApiGuide;
    const [data] = dataBlocks(page) as [Article];
    const [article, crumbs] = data['@graph'];
    const address = links(page, 'canonical')[0]!;
    const [, ...entries] = readDist(`${locale}/feed.xml`).split('<entry>');
    const entry = entries.find((one) => one.includes(`href="${address}"`));

    it('the day of its last change', () => {
      const day = api.updated;
      expect(day).toBe(api.changes[0]?.date);
      expect(frontMatter['updated']).toBe(day);
      expect(article.dateModified).toBe(day);
      // A feed tells of the latest changes only.
      const [told] = xmlTexts(entry ?? entries.at(-1)!, 'updated');
      if (entry) expect(told).toBe(`${day!}T00:00:00Z`);
      else expect(told! >= `${day!}T00:00:00Z`, 'an older change is told in its place').toBe(true);
      const url = sitemap.find((one) => one.includes(`<loc>${address}</loc>`))!;
      expect(xmlTexts(url, 'lastmod')).toEqual([day]);
      expect(values(page, 'datetime')[0]).toBe(day);
    });

    it('the day it was published', () => {
      expect(frontMatter['published']).toBe(api.published);
      expect(article.datePublished).toBe(api.published);
      if (entry) expect(xmlTexts(entry, 'published')).toEqual([`${api.published!}T00:00:00Z`]);
    });

    it('its message and its addresses', () => {
      expect(all(page, 'h1')[0]!.text).toBe(api.headline);
      expect(frontMatter['headline']).toBe(api.headline);
      expect(article.headline).toBe(api.headline);
      expect(crumbs.itemListElement.at(-1)?.name).toBe(api.headline);
      expect([article.url, frontMatter['url'], api.page?.[locale]]).toEqual([
        ...[address, address, address],
      ]);
      expect(frontMatter['permalink']).toBe(api.permalink);
      expect(article.inLanguage).toBe(locale === 'zh' ? 'zh-CN' : 'en');
    });

    it('its causes and fixes', () => {
      const entries = values(page, 'id').filter((id) => /^(?:cause|fix)-[^/]*$/.test(id));
      const anchors = [...api.causes, ...api.fixes].map(({ anchor }) => anchor);
      expect(entries.filter((id) => anchors.includes(id))).toEqual(anchors);
      for (const { anchor, title } of [...api.causes, ...api.fixes]) {
        const section = page.elements.find(({ attributes }) => attributes['id'] === anchor);
        expect(section?.text, anchor).toContain(title[locale].replaceAll('`', ''));
      }
    });

    it('its stamp', () => {
      expect(frontMatter['verified']).toEqual(api.verification);
      const stamp = page.elements.find((one) => hasClass(one, 'stamp'));
      expect(stamp !== undefined).toBe(api.verification !== null);
      if (api.verification) {
        expect(stamp?.text).toContain(api.verification.date);
        expect(body).toContain(api.verification.device);
      }
    });

    it('what was executed of each fix', () => {
      for (const { anchor, verification } of api.fixes) {
        const section = page.elements.find(({ attributes }) => attributes['id'] === anchor);
        const line = page.elements.find(
          (one) => hasClass(one, 'fix-stamp') && within(one, section),
        )!;
        expect(line.attributes['data-state'], anchor).toBe(verification.state);
        if (verification.date) expect(line.text).toContain(verification.date);
        // The page shows code where the Markdown has backticks.
        expect(withoutBackticks(body), anchor).toContain(line.text.trim());
      }
    });
  },
);

type Element = ReturnType<typeof all>[number];

function hasClass({ attributes }: Element, name: string): boolean {
  return attributes['class']?.split(' ').includes(name) ?? false;
}

function within({ parent }: Element, outer: Element | undefined): boolean {
  return parent !== undefined && (parent === outer || within(parent, outer));
}
