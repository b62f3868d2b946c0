import { getCollection } from 'astro:content';
import type { ReplyGuide } from '#src/lib/reply/types.ts';

/** What an issue reply may say of each written guide. */
export async function replyGuides(): Promise<ReplyGuide[]> {
  const guides = await getCollection('guides');
  return guides.flatMap(({ data }) => (data as { reply?: ReplyGuide }).reply ?? []);
}
