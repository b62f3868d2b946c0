/** The finder's cut-offs, in one place because the evaluation varies them (see `docs/finder.md`). */
export const tuning = {
  /** Literal matches weaker than this are ignored, below `strongLiteral` they are only likely. */
  weakLiteral: 2,
  strongLiteral: 4,
  /** Overlap needed for `likely`, by what the line is like. */
  likely: { message: 0.55, 'near-miss': 0.7, title: 0.8, alias: 0.75 },
  /** Weight of distinctive words that a likely hit must share: less than one rare word is an accident. */
  distinctive: 2.5,
  besideExact: 0.2,
  /** Two guides are level where the second reaches this share of the first. */
  level: 0.95,
  aliasStrength: 5,
  related: 0.12,
  relatedSource: { message: 1, 'near-miss': 0.6, title: 0.9, alias: 0.9 },
  affinity: 0.8,
  frameBonus: 0.5,
};
