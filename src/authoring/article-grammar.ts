/**
 * What may be written in `en.mdx` and `zh.mdx`. Sections stand side by side at the top level, in
 * this order; prose and the inner components go inside them.
 */
export const sections = {
  Verdict: { attributes: [], many: false },
  QuickFix: { attributes: [], many: false },
  Cause: { attributes: ['id'], many: true },
  Fix: { attributes: ['id'], many: true },
  DoesNotHelp: { attributes: [], many: false },
  Principles: { attributes: [], many: false },
  BestPractices: { attributes: [], many: false },
} as const satisfies Record<string, SectionRule>;

/**
 * Components that go inside sections, with the attributes they need and may have. Inline ones stand
 * within a sentence, the others on lines of their own.
 */
export const innerComponents = {
  Snippet: { required: ['region'], optional: ['from', 'lines'], inline: false },
  Sample: { required: [], optional: [], inline: false },
  Term: { required: ['id'], optional: [], inline: true },
  Figure: { required: ['id'], optional: [], inline: false },
} as const satisfies Record<string, InnerRule>;

interface SectionRule {
  attributes: readonly string[];
  /** Written once for each cause or fix of `guide.yaml`. */
  many: boolean;
}

interface InnerRule {
  required: readonly string[];
  optional: readonly string[];
  inline: boolean;
}

export type SectionName = keyof typeof sections;
export type InnerName = keyof typeof innerComponents;

export const sectionNames = Object.keys(sections) as SectionName[];

export function isSectionName(name: string): name is SectionName {
  return Object.hasOwn(sections, name);
}

export function isInnerName(name: string): name is InnerName {
  return Object.hasOwn(innerComponents, name);
}
