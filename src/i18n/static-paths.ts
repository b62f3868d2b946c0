import { locales } from './locales.ts';

/** Static paths of a page that exists once in each language. */
export function localePaths() {
  return locales.map((locale) => ({ params: { locale }, props: { locale } }));
}

/** Static paths of a file whose English version stands at the root, where programs look for it. */
export function pathsBesideRoot() {
  return localePaths().filter(({ props }) => props.locale !== 'en');
}
