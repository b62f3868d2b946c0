import type { Content } from '../read-content.ts';
import type { LockedLink } from '../permalinks.ts';
import { currentPermalinks, glossaryPath, guideOf } from '../permalinks.ts';
import type { Problem } from '../problem.ts';
import { problem } from '../problem.ts';
import { isWritten } from '../written.ts';

/**
 * Nothing that was published may vanish. A retired guide keeps its address, which then names the
 * successor.
 */
export function checkPermalinks(content: Content, locked: readonly LockedLink[]): Problem[] {
  const current = new Set(currentPermalinks(content));
  const isKnown = ownersThatCanBeJudged(content);
  const gone = new Set<string>();
  return locked.flatMap(({ link, place }) => {
    if (!link.startsWith('/')) return [problem('permalink-invalid', place, { name: link })];
    if (current.has(link) || !isKnown(link)) return [];
    const slug = guideOf(link);
    if (slug !== undefined && !content.slugs.includes(slug)) {
      // Its first path stands for all others, and for their anchors.
      if (gone.has(slug)) return [];
      gone.add(slug);
    }
    return [problem('permalink-vanished', place, { name: link })];
  });
}

/**
 * What cannot be read has problems of its own; that its anchors cannot be computed is none of them.
 */
function ownersThatCanBeJudged({
  guides,
  slugs,
  glossary,
  retired,
}: Content): (link: string) => boolean {
  const retiredSlugs = new Set(retired.entries.map(({ slug }) => slug));
  const folders = new Set(slugs);
  const readable = new Set(
    guides.filter((guide) => !isWritten(guide) || guide.articles.en).map(({ slug }) => slug),
  );
  return (link) => {
    if (link.startsWith(glossaryPath)) return glossary.isUsable;
    const slug = guideOf(link);
    if (slug === undefined) return true;
    if (folders.has(slug)) return readable.has(slug);
    return retired.isUsable && !retiredSlugs.has(slug);
  };
}
