import type { Locale } from '#src/lib/locale.ts';
import { providedContent, type ProvidedText } from './provided-content.ts';

/** A prose page such as `about`, in one language. */
export function prosePage(locale: Locale, name: string): ProvidedText {
  const page = providedContent().prose.find((one) => one.locale === locale && one.name === name);
  if (!page) throw new Error(`content/pages/${locale}/${name}.mdx is missing`);
  return page;
}
