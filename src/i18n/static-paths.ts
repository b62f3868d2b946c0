import { locales } from './locales.ts';

/** Static paths of a page that exists once in each language. */
export function localePaths() {
  return locales.map((locale) => ({ params: { locale }, props: { locale } }));
}
