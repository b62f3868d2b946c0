/** An end of a sentence: a stop before a space, or a full-width one. */
const ENDS = /[.!?](?=\s+\S)|[。！？]/g;
const ABBREVIATION = /\b(?:e\.g|i\.e|vs|etc|cf)\.$/i;

/** The first sentences of a text in which backticks mark code; a stop inside code ends none. */
export function firstSentences(text: string, most: number): string {
  const masked = text.replaceAll(/`[^`]*`/g, (code) => 'x'.repeat(code.length));
  const ends = Array.from(masked.matchAll(ENDS), ({ index }) => index + 1).filter(
    (end) => !ABBREVIATION.test(masked.slice(0, end)),
  );
  const end = ends[most - 1];
  return end === undefined ? text : text.slice(0, end);
}
