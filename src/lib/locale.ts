/** The two languages of the site. Their order is the order in which both are shown. */
export const locales = ['en', 'zh'] as const;

export type Locale = (typeof locales)[number];

/** One value in each language. */
export type Localized<T = string> = Readonly<Record<Locale, T>>;
