import { absolute, pagePath } from '#src/i18n/routes.ts';
import type { Locale } from '#src/i18n/locales.ts';
import { stringsOf } from '#src/i18n/strings.ts';
import { site } from '#src/site.ts';
import { xmlDocument } from './xml.ts';

/** Lets a browser offer the finder as a search engine. */
export function openSearch(locale: Locale): string {
  const { finder } = stringsOf(locale);
  return xmlDocument({
    OpenSearchDescription: {
      '@xmlns': 'http://a9.com/-/spec/opensearch/1.1/',
      // The specification allows 16 and 1,024 characters.
      ShortName: locale === 'zh' ? site.nameZh : site.name,
      Description: finder.findLead,
      InputEncoding: 'UTF-8',
      Image: {
        '@width': '16',
        '@height': '16',
        '@type': 'image/svg+xml',
        '#text': absolute(`${site.base}favicon.svg`),
      },
      Url: {
        '@type': 'text/html',
        '@template': `${absolute(pagePath(locale, 'find'))}?q={searchTerms}`,
      },
    },
  });
}
