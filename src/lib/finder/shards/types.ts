import type { Details, Pack } from '../types.ts';

/**
 * Sent in place of the pack where it is too large for one file. Guides lie in `GuideShard`s in the
 * pack's order; the words by which they are looked up in `WordShard`s by a hash of the word.
 */
export interface ShardIndex extends Pick<Pack, 'background'> {
  guides: number;
  guidesPerShard: number;
  wordShards: number;
  /** What many guides use, joined by line ends, and how many those are. */
  common: string;
  owners: readonly number[];
}

/** Which guides use a word. */
export interface WordShard {
  /** Joined by spaces. */
  words: string;
  /** The places of the guides of each word, the first one whole, each further one as its distance. */
  guides: readonly (readonly number[])[];
}

/** Some neighbouring guides with everything that is told of them. */
export interface GuideShard {
  /** Near-misses name the places that guides have in the whole pack. */
  pack: Omit<Pack, 'background' | 'corpus'>;
  details: Details;
  /** How many guides of all use what `countedIn` lists, without what is common. */
  owners: readonly number[];
}
