import type { FigureId } from '../lib/figures/ids.ts';
import type { GuideAddresses } from '../lib/twin/types.ts';
import { site } from '../site.ts';
import { otherLocale, type Locale } from './locales.ts';

/** Pages that exist once in each language, by the path after the language. */
export type Page = '' | 'find' | 'environment' | 'messages' | 'glossary' | 'about' | 'api';

/** Path below a language's folder, with the site's base. */
function localePath(locale: Locale, path: string): string {
  return `${site.base}${locale}/${path}`;
}

/** Path of a page in one language, with the site's base and a trailing slash. */
export function pagePath(locale: Locale, page: Page): string {
  return localePath(locale, page === '' ? '' : `${page}/`);
}

/** Path of a guide in one language. */
export function guidePath(locale: Locale, slug: string): string {
  return localePath(locale, `guides/${slug}/`);
}

/** Path of a figure's own page in one language. */
export function figurePath(locale: Locale, id: FigureId): string {
  return localePath(locale, `figures/${id}/`);
}

/** Permanent link of an error, the same in both languages. */
export function permalinkPath(slug: string): string {
  return `${site.base}e/${slug}/`;
}

/** Path of everything that a guide's program printed, in one language. */
export function evidencePath(locale: Locale, slug: string): string {
  return `${guidePath(locale, slug)}evidence/`;
}

/** Path of a guide's file as it is: `repro.py`, `commands.sh`, `evidence.json`. */
export function filePath(slug: string, name: string): string {
  return `${site.base}files/${slug}/${name}`;
}

/** Path of a guide's Markdown twin in one language. */
export function twinPath(locale: Locale, slug: string): string {
  return `${guidePath(locale, slug).replace(/\/$/, '')}.md`;
}

/** Path of a file of the public interface: `guides.json`, `guides/cuda-oom.json`. */
export function apiPath(file: string): string {
  return `${site.base}api/v1/${file}`;
}

/** Path of a language's feed of changes. */
export function feedPath(locale: Locale): string {
  return `${pagePath(locale, '')}feed.xml`;
}

/** Path of the picture that social networks show beside a link to a guide, or to any other page. */
export function cardPath(locale: Locale, slug?: string): string {
  return `${site.base}cards/${[locale, ...(slug ? [slug] : [])].join('/')}.png`;
}

/** Full address of a path. */
export function absolute(path: string): string {
  return site.origin + path;
}

/** Full addresses of everything that a guide is in one language. */
export function guideAddresses(locale: Locale, slug: string): GuideAddresses {
  return {
    page: absolute(guidePath(locale, slug)),
    permalink: absolute(permalinkPath(slug)),
    translation: absolute(guidePath(otherLocale(locale), slug)),
    twin: absolute(twinPath(locale, slug)),
    api: absolute(apiPath(`guides/${slug}.json`)),
  };
}

/** Path of a file that programs look for at the root: the English one stands there. */
export function rootFilePath(locale: Locale, file: string): string {
  return locale === 'en' ? site.base + file : pagePath(locale, '') + file;
}

/** Path of what issue replies may say of a guide. */
export function replyPath(slug: string): string {
  return `${site.base}replies/${slug}.json`;
}
