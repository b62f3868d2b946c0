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

  /** Most shards that one question asks for, and most of each kind. */
  shards: 19,
  wordShards: 14,
  guideShards: 9,
  /** So many keys of a line are asked for before the first one of the next. */
  ahead: 2,
  /** Common keys wait for so many others. */
  late: 6,
  /** What the beginning or the end of a word counts. */
  edge: 0.8,
  /** What other lines count beside a guide's best. */
  otherLines: 0.5,
  /** What a word counts that was read as if spelt differently. */
  spelt: 0.7,
};
