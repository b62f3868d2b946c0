/** The finder: pasted text to guides. Pure: no DOM, no Node, no network, no regular expression made from content. */
export { clean } from './clean.ts';
export { distinctiveTokens, isDistinctive, matchesTemplate } from './literal.ts';
export {
  checkTemplate,
  parseTemplate,
  type TemplatePart,
  type TemplateProblem,
} from './template.ts';
export { compile, type CompiledIndex } from './compile.ts';
export { find, findCauses, findExact } from './find.ts';
export type { RankedCause } from './causes.ts';
export type * from './types.ts';
