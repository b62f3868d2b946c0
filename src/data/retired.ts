import { getCollection } from 'astro:content';
import type { RetiredGuide } from '#src/schemas/retired.ts';

/** Guides that ended; their addresses stay. */
export async function retiredGuides(): Promise<RetiredGuide[]> {
  return (await getCollection('retired')).map(({ data }) => data);
}
