import { readGuides } from '../authoring/read-guides.ts';
import { replyGuide } from '../authoring/reply-guide.ts';
import { isWritten } from '../authoring/written.ts';
import type { ReplyGuide } from '../lib/reply/types.ts';

/** What replies may say of each written guide of `content/`. */
export function replyGuides(contentDir: string): ReplyGuide[] {
  return readGuides(contentDir).guides.filter(isWritten).map(replyGuide);
}
