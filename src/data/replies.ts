import type { ReplyGuide } from '#src/lib/reply/types.ts';
import { providedContent } from './provided-content.ts';

/** What an issue reply may say of each written guide. */
export function replyGuides(): ReplyGuide[] {
  return providedContent().guides.flatMap(({ reply }) => reply ?? []);
}
