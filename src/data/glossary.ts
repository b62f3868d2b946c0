import { getCollection } from 'astro:content';
import type { GlossaryEntry } from '#src/schemas/glossary.ts';

/** Every term, by its English name. */
export async function glossary(): Promise<GlossaryEntry[]> {
  const entries = (await getCollection('glossary')).map(({ data }) => data);
  return entries.toSorted((a, b) => a.en.term.localeCompare(b.en.term, 'en'));
}
