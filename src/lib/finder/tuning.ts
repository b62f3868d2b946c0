/**
 * The cut-offs of inexact matches, in one place because the evaluation varies them (see `docs/finder.md`). Those of
 * exact ones are in `literal-tuning.ts`: a browser loads them first.
 */
export const tuning = {
  /** Shared weight at which overlap is as good as it gets: about two rare words and their pair. */
  enough: 9,
  /** A pair with a word that no guide uses: mostly it says again what the word says. */
  again: 0.3,
  /** A line explained by a text that holds much more says less than a text found whole in a line. */
  explained: 0.9,
  /** What remains of a coverage that has only common words. */
  withoutWords: 0.3,
  otherNumbers: 0.6,
  /** What people write says a little less than what programs print. */
  description: 0.97,

  /** Overlap needed for `likely`, by what the line is like. */
  likely: { message: 0.55, 'near-miss': 0.7, title: 0.8, alias: 0.75 },
  /** Weight of distinctive words that a likely hit must share: less than one rare word is an accident. */
  distinctive: 2.5,
  besideExact: 0.2,
  /** Two guides are level where the second reaches this share of the first. */
  level: 0.95,

  related: 0.12,
  /** Of 1,819 weaker guides beside an exact answer to 702 labelled texts, 8 were right; with this, 7 of 666. */
  relatedBesideExact: 0.5,
  /** What a guide has to do with a line: the share that does not depend on how much of the line is explained. */
  base: 0.35,
  /** Share of a word's weight that does not depend on how often the guide uses it. */
  aside: 0.4,
};
