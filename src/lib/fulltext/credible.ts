import { wordsOf, type Segment } from './segment.ts';

/** Stems agree at least so far; so does what is left of a word that the index does not know. */
const SHARED = 4;

/**
 * Whether a passage shows a word that was asked for. The engine replaces an unknown word by its
 * longest known beginning, down to one letter, and what that finds is noise.
 */
export function isCredible(excerpt: readonly Segment[], query: string): boolean {
  const beginnings = wordsOf(query).map((word) => word.slice(0, SHARED));
  const marked = excerpt.filter((segment) => segment.marked).flatMap(({ text }) => wordsOf(text));
  return marked.some((word) => beginnings.some((beginning) => word.startsWith(beginning)));
}
