/** How guides are split, and what one question may fetch (measured: `npm run bench scale`). */
export const shardTuning = {
  /** Characters of JSON up to which the guides stay in one file: about 65 KB (brotli), what a question to shards costs. */
  wholeUpTo: 250_000,
  /** What more than this share of the guides use is counted in the index. */
  commonShare: 0.05,
  /** What more than this share of the guides use leads to none of them. */
  lookedUpShare: 0.25,
  /** Look-alikes that come together: five found no more than four, in more bytes. */
  guidesPerShard: 4,
  /** Many words share a shard, so that its number says little about the text that asked for it. */
  wordsPerShard: 110,

  /** A pair is looked up where its rarer word leads to more guides than this, and the pair to so much fewer. */
  few: 36,
  narrower: 0.7,

  /** Most shards of words that one question asks for. */
  wordShards: 12,
  /** What a question may fetch, in shards of words, and what a shard of guides counts: 2 and 5 KB. */
  cost: 35,
  guideCost: 3,
  /** So many keys of a line are asked for before the first one of the next. */
  ahead: 2,
  /** Common keys wait for so many others. */
  late: 6,
  /** What the beginning or the end of a word counts. */
  edge: 0.8,
  /** What other lines count beside a guide's best. */
  otherLines: 0.5,
  /** So many lines bring their own best guides, each of them one for so many of the best by all lines. */
  lines: 3,
  overall: 3,
  /** What a single letter counts: most are what is left of a word. */
  letter: 0.3,
  /** What a word counts that was read as if spelt differently. */
  spelt: 0.7,
};
