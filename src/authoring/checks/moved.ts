import { sectionAnchors } from '../../lib/anchors.ts';
import { contentAnchors, entryAnchors } from '../page-anchors.ts';
import type { GuideSource } from '../guide-source.ts';
import type { Problem } from '../problem.ts';
import { problem } from '../problem.ts';
import { isWritten } from '../written.ts';

/** A former anchor leads to a cause or fix that exists, and is no anchor any more itself. */
export function checkMoved(guide: GuideSource): Problem[] {
  if (!isWritten(guide)) return [];
  const { data, articles, at } = guide;
  const entries = new Set<string>(entryAnchors(guide));
  const own = new Set([...Object.values(sectionAnchors), ...contentAnchors(guide, articles.en)]);
  return Object.entries(data.moved).flatMap(([old, next]) => {
    const place = at(['moved', old]);
    return [
      ...(own.has(old) ? [problem('moved-anchor-in-use', place, { name: old })] : []),
      ...(entries.has(next) ? [] : [problem('moved-target-unknown', place, { name: next })]),
    ];
  });
}
