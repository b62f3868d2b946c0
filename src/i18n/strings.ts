import { en, type Strings } from './en.ts';
import type { Locale } from './locales.ts';
import { zh } from './zh.ts';

export type { Strings } from './en.ts';

const strings: Readonly<Record<Locale, Strings>> = { en, zh };

/** Every word of the interface in one language. */
export function stringsOf(locale: Locale): Strings {
  return strings[locale];
}
