import { absolute, feedPath, guideAddresses, pagePath, permalinkPath } from '#src/i18n/routes.ts';
import { htmlLang, type Locale } from '#src/i18n/locales.ts';
import { stringsOf } from '#src/i18n/strings.ts';
import { newest, publishedOn, updatedOn } from '#src/lib/dates.ts';
import { withoutBackticks } from '#src/lib/inline-code.ts';
import { site } from '#src/site.ts';
import { writtenGuides, type Guide } from '../guides.ts';
import { xmlDocument } from './xml.ts';

/** Readers of feeds keep what they have seen: older entries need not stay. */
const maxEntries = 50;

const sentenceEnd: Readonly<Record<Locale, string>> = { en: '. ', zh: '。' };

/** The guides of one language as an Atom feed, the latest change first. */
export function feedOf(locale: Locale): string {
  const { tagline } = stringsOf(locale).site;
  const guides = writtenGuides(locale).toSorted(
    (a, b) => changed(b).localeCompare(changed(a)) || a.slug.localeCompare(b.slug, 'en'),
  );
  const self = absolute(feedPath(locale));
  return xmlDocument({
    feed: {
      '@xmlns': 'http://www.w3.org/2005/Atom',
      '@xml:lang': htmlLang[locale],
      id: self,
      title: locale === 'zh' ? `${site.name} ${site.nameZh}` : site.name,
      subtitle: tagline,
      link: [
        { '@rel': 'self', '@type': 'application/atom+xml', '@href': self },
        { '@rel': 'alternate', '@type': 'text/html', '@href': absolute(pagePath(locale, '')) },
      ],
      updated: instant(newest(guides.map(changed)) ?? '1970-01-01'),
      author: { name: site.name },
      entry: guides.slice(0, maxEntries).map(entryOf),
    },
  });
}

function entryOf(guide: Guide): object {
  const { locale, slug, data } = guide;
  const { page, twin } = guideAddresses(locale, slug);
  return {
    id: `${absolute(permalinkPath(slug))}#${locale}`,
    title: guide.headline,
    link: [
      { '@rel': 'alternate', '@type': 'text/html', '@href': page },
      { '@rel': 'alternate', '@type': 'text/markdown', '@href': twin },
    ],
    published: instant(publishedOn(data.changes)),
    updated: instant(changed(guide)),
    category: { '@term': guide.phase },
    summary: withoutBackticks([guide.title, data.changes[0]?.[locale]].join(sentenceEnd[locale])),
  };
}

const changed = ({ data }: Guide): string => updatedOn(data.changes);

/** Atom wants an instant; a change has a day. */
const instant = (day: string): string => `${day}T00:00:00Z`;
