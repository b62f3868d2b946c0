import { render, type CollectionEntry } from 'astro:content';

/** The component that shows an article's prose. */
export async function contentOf(entry: CollectionEntry<'articles' | 'pages'>) {
  return (await render(entry)).Content;
}

/** The headings that the author wrote, with their permanent ids. */
export async function headingsOf(entry: CollectionEntry<'articles'>) {
  return (await render(entry)).headings;
}
