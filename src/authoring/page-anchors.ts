import { causeAnchor, fixAnchor, sectionAnchors } from '../lib/anchors.ts';
import type { ArticleSource } from './article-source.ts';
import type { WrittenGuide } from './written.ts';

/** Anchors of the causes and fixes. */
export function entryAnchors({ data }: WrittenGuide): string[] {
  return [
    ...data.causes.map(({ id }) => causeAnchor(id)),
    ...data.fixes.map(({ id }) => fixAnchor(id)),
  ];
}

/** Anchors that a guide's page has through its content, beside those that it had before. */
export function contentAnchors(guide: WrittenGuide, article: ArticleSource | undefined): string[] {
  return [
    ...entryAnchors(guide),
    ...(article?.sections ?? []).flatMap(({ headings }) => headings.flatMap(({ id }) => id ?? [])),
  ];
}

/** Every anchor that a link to a guide's page may use. */
export function pageAnchors(guide: WrittenGuide, article: ArticleSource): Set<string> {
  const sections = Object.values(sectionAnchors);
  return new Set([...sections, ...contentAnchors(guide, article), ...lineAnchors(guide, article)]);
}

/** Each line of a shown region can be linked to; what a line says may move, so these are not kept. */
function lineAnchors({ regions }: WrittenGuide, { sections }: ArticleSource): string[] {
  return sections
    .flatMap(({ snippets }) => snippets)
    .flatMap(({ region }) =>
      (regions[region]?.code.split('\n') ?? []).map((_, index) => `${region}-L${index + 1}`),
    );
}
