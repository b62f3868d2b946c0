/** What a line asks for: its words and pairs, rated, those among them that were misspelt. */
import { corrected } from './spelt.ts';
import type { TextIndex } from './text-index.ts';
import { tuning } from './tuning.ts';
import type { Feature } from './words.ts';

const MAX_TOKENS = 240;

/** A feature of a line, rated. */
export interface Asked extends Feature {
  readonly rarity: number;
  /** A word was read as if spelt differently. */
  readonly isCorrected: boolean;
}

export interface Query {
  readonly asked: ReadonlyMap<string, Asked>;
  readonly hasNumbers: boolean;
  readonly total: number;
}

/** Rates the features of a run of tokens. */
export function query(all: readonly string[], index: TextIndex): Query {
  const tokens = all.slice(0, MAX_TOKENS);
  const { words } = index;
  const asked = new Map<string, Asked>();
  let total = 1;
  for (const [key, feature] of words.features(tokens)) {
    const rarity = words.rarity(feature);
    const { word, before } = feature;
    const isUnknown = before && (word.owners === 0 || before.owners === 0);
    total += feature.weight * rarity * (isUnknown ? tuning.again : 1);
    asked.set(key, { ...feature, rarity, isCorrected: false });
  }
  for (const [key, feature] of words.features(corrected(tokens, index))) {
    if (asked.has(key)) continue;
    asked.set(key, { ...feature, rarity: words.rarity(feature), isCorrected: true });
  }
  return { asked, total, hasNumbers: tokens.some((token) => /^\d+$/.test(token)) };
}
