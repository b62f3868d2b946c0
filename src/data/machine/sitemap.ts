import { absolute, figurePath, guidePath, pagePath, type Page } from '#src/i18n/routes.ts';
import { htmlLang, locales, type Locale } from '#src/i18n/locales.ts';
import { newest, updatedOn } from '#src/lib/dates.ts';
import { figureIds } from '#src/lib/figures/ids.ts';
import { site } from '#src/site.ts';
import { writtenGuides } from '../guides.ts';
import { xmlDocument } from './xml.ts';

/** Pages that show guides and so change with them. */
const listPages: readonly Page[] = ['', 'messages'];
/** Pages whose last change no data tells: they have no `lastmod`, rather than a wrong one. */
const undatedPages: readonly Page[] = ['find', 'environment', 'glossary', 'about', 'api'];

interface Entry {
  path: (locale: Locale) => string;
  /** For readers of neither language. */
  fallback: string;
  changed: string | undefined;
}

/** Every indexed page with its other language and the day of its last change. */
export function sitemap(): string {
  const guides = writtenGuides('en');
  const days = guides.map(({ data }) => updatedOn(data.changes));
  const page = (name: Page, changed?: string): Entry => ({
    path: (locale) => pagePath(locale, name),
    fallback: name === '' ? site.base : pagePath('en', name),
    changed,
  });
  const entries = [
    ...listPages.map((name) => page(name, newest(days))),
    ...undatedPages.map((name) => page(name)),
    ...figureIds.map((id) => ({
      path: (locale: Locale) => figurePath(locale, id),
      fallback: figurePath('en', id),
      changed: undefined,
    })),
    ...guides.map(({ slug, data }) => ({
      path: (locale: Locale) => guidePath(locale, slug),
      fallback: guidePath('en', slug),
      changed: updatedOn(data.changes),
    })),
  ];
  const [home] = entries;
  return xmlDocument({
    urlset: {
      '@xmlns': 'http://www.sitemaps.org/schemas/sitemap/0.9',
      '@xmlns:xhtml': 'http://www.w3.org/1999/xhtml',
      url: [
        ...(home ? [url(site.base, home)] : []),
        ...entries.flatMap((entry) => locales.map((locale) => url(entry.path(locale), entry))),
      ],
    },
  });
}

function url(path: string, { path: pathIn, fallback, changed }: Entry): object {
  const link = (hreflang: string, href: string) => ({
    '@rel': 'alternate',
    '@hreflang': hreflang,
    '@href': absolute(href),
  });
  return {
    loc: absolute(path),
    ...(changed ? { lastmod: changed } : {}),
    'xhtml:link': [
      ...locales.map((locale) => link(htmlLang[locale], pathIn(locale))),
      link('x-default', fallback),
    ],
  };
}
