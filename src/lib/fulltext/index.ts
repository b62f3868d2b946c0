/** Full text: what to ask, how to join the answers, how to show them. Pure; the engine itself is elsewhere. */
export { isCredible } from './credible.ts';
export { decidingLines } from './deciding-line.ts';
export { readExcerpt } from './excerpt.ts';
export { fuse } from './fuse.ts';
export { isErrorLike, plan, withoutQuestion, type Plan, type Step } from './plan.ts';
export { upstreamQuery, upstreamSearch } from './upstream.ts';
export { markWords, wordsOf, type Segment } from './segment.ts';
