/** The finder: pasted text to guides. Pure: no DOM, no Node, no network, no regular expression made from content. */
export { clean } from './clean.ts';
export { distinctiveTokens, isDistinctive, matchesTemplate } from './wording.ts';
export {
  checkTemplate,
  parseTemplate,
  type TemplatePart,
  type TemplateProblem,
} from './template.ts';
export { compile } from './compile.ts';
export { openPack, type CompiledIndex } from './open.ts';
export { pack, packDetails } from './pack.ts';
export { findExact } from './exact.ts';
export { find, findCauses } from './find.ts';
export { LogDigest } from './log-digest.ts';
export type { RankedCause } from './causes.ts';
export type * from './types.ts';
