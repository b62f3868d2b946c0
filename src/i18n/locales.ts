import type { Locale } from '#src/lib/locale.ts';

export { locales } from '#src/lib/locale.ts';
export type { Locale, Localized } from '#src/lib/locale.ts';

/**
 * Values of `<html lang>`. Exactly these two, everywhere: Pagefind builds one index for each distinct value.
 */
export const htmlLang: Readonly<Record<Locale, string>> = { en: 'en', zh: 'zh-CN' };

/** Each language's name for itself. */
export const languageName: Readonly<Record<Locale, string>> = { en: 'English', zh: '中文' };

export function otherLocale(locale: Locale): Locale {
  return locale === 'en' ? 'zh' : 'en';
}
