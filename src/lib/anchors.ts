/**
 * The anchors of a guide page. They are equal in both languages and permanent: links from other
 * pages, from issue replies and from search engines depend on them, and `content/permalinks.lock`
 * keeps them.
 */
export const sectionAnchors = {
  verdict: 'verdict',
  quickFix: 'quick-fix',
  whichCause: 'which-cause',
  rootCause: 'root-cause',
  solutions: 'solutions',
  doesNotHelp: 'does-not-help',
  principles: 'principles',
  bestPractices: 'best-practices',
  evidence: 'evidence',
  variants: 'variants',
  sources: 'sources',
  history: 'history',
} as const;

export type SectionAnchor = (typeof sectionAnchors)[keyof typeof sectionAnchors];

/** The sections that a guide's page has, in their order. */
export function sectionsOf(guide: { causes: number; hasEvidence: boolean }): SectionAnchor[] {
  const isThere = (anchor: SectionAnchor) =>
    (anchor !== sectionAnchors.evidence || guide.hasEvidence) &&
    (anchor !== sectionAnchors.whichCause || guide.causes > 1);
  return Object.values(sectionAnchors).filter(isThere);
}

/** Anchor of one cause: `cause-dora-4bit`. */
export function causeAnchor(causeId: string): `cause-${string}` {
  return `cause-${causeId}`;
}

/** Anchor of one fix: `fix-bf16-flags`. */
export function fixAnchor(fixId: string): `fix-${string}` {
  return `fix-${fixId}`;
}

/** Anchors that a cause or fix had before, by the table of what moved. */
export function formerIds(moved: Readonly<Record<string, string>>, id: string): string[] {
  return Object.keys(moved).filter((old) => moved[old] === id);
}
