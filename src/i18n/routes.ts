import { getRelativeLocaleUrl } from 'astro:i18n';
import type { Locale } from './locales.ts';

/** Pages that exist once in each language, by the path after the language. */
export type Page = '' | 'find' | 'messages' | 'glossary' | 'about';

/** Path of a page in one language, with the site's base and a trailing slash. */
export function pagePath(locale: Locale, page: Page): string {
  return getRelativeLocaleUrl(locale, page === '' ? '' : `${page}/`);
}

/** Path of a guide in one language. */
export function guidePath(locale: Locale, slug: string): string {
  return getRelativeLocaleUrl(locale, `guides/${slug}/`);
}

/** Permanent link of an error, the same in both languages. */
export function permalinkPath(slug: string): string {
  return `${import.meta.env.BASE_URL.replace(/\/$/, '')}/e/${slug}/`;
}

/** Path of everything that a guide's program printed, in one language. */
export function evidencePath(locale: Locale, slug: string): string {
  return `${guidePath(locale, slug)}evidence/`;
}

/** Path of a guide's file as it is: `repro.py`, `commands.sh`, `evidence.json`. */
export function filePath(slug: string, name: string): string {
  return `${import.meta.env.BASE_URL.replace(/\/$/, '')}/files/${slug}/${name}`;
}
