/**
 * The cut-offs of inexact matches, in one place because the evaluation varies them (see `docs/finder.md`). Those of
 * exact ones are in `literal-tuning.ts`: a browser loads them first.
 */
export const tuning = {
  /** Shared weight at which overlap is as good as it gets: about two rare words and their pair. */
  enough: 9,
  /** A word that was read as if spelt differently. */
  corrected: 0.8,
  /** A line explained by a text that holds much more says less than a text found whole in a line. */
  explained: 0.9,
  /** What remains of a coverage that has only common words. */
  withoutWords: 0.5,
  otherNumbers: 0.6,

  /** Overlap needed for `likely`, by what the line is like. */
  likely: { message: 0.55, 'near-miss': 0.7, title: 0.8, alias: 0.75 },
  /** Weight of distinctive words that a likely hit must share: less than one rare word is an accident. */
  distinctive: 2.5,
  besideExact: 0.2,
  /** Two guides are level where the second reaches this share of the first. */
  level: 0.95,
  /** Words of an alias found word for word. */
  aliasStrength: 1.9,

  related: 0.12,
  relatedSource: { message: 1, 'near-miss': 1, title: 0.9, alias: 0.9 },
  /** How much a guide has to do with a line by all its texts together. */
  affinity: 2,
  /** Share of an affinity that does not depend on how much of the line is explained. */
  base: 0.35,
  /** Share of a word's weight that does not depend on how often the guide uses it. */
  aside: 0.4,
  secondLine: 0.3,
  symptom: 0.6,
  frameBonus: 1,
};
