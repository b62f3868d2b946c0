import { getEntry, type CollectionEntry } from 'astro:content';
import type { Locale } from '#src/lib/locale.ts';

/** A prose page such as `about`, in one language. */
export async function prosePage(locale: Locale, name: string): Promise<CollectionEntry<'pages'>> {
  const entry = await getEntry('pages', `${locale}/${name}`);
  if (!entry) throw new Error(`content/pages/${locale}/${name}.mdx is missing`);
  return entry;
}
