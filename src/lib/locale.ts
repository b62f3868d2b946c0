/** The two languages of the site. Their order is the order in which both are shown. */
export const locales = ['en', 'zh'] as const;

export type Locale = (typeof locales)[number];

/** The first of our languages among language tags such as `zh-CN`, or undefined. */
export function preferredLocale(tags: readonly string[]): Locale | undefined {
  const primary = tags.map((tag) => tag.toLowerCase().split('-')[0]);
  const first = primary.find((tag) => locales.some((locale) => locale === tag));
  return locales.find((locale) => locale === first);
}

/** One value in each language. */
export type Localized<T = string> = Readonly<Record<Locale, T>>;
