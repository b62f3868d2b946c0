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

/** Anchor of one cause: `cause-dora-4bit`. */
export function causeAnchor(causeId: string): `cause-${string}` {
  return `cause-${causeId}`;
}

/** Anchor of one fix: `fix-bf16-flags`. */
export function fixAnchor(fixId: string): `fix-${string}` {
  return `fix-${fixId}`;
}
