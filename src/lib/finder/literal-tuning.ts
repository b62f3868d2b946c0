/** The cut-offs of literal matches, by strength. */
export const literalTuning = {
  /** Weaker matches are ignored. */
  weak: 0.6,
  /** Weaker matches are only likely. */
  strong: 1.6,
};
