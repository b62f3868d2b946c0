/** By what guides are looked up: words, and pairs of words of which neither is rare. */
import { features, PART, stem, wordFeature } from '../features.ts';

/** Whether many guides use it. */
export type IsCommon = (key: string) => boolean;

const HAN = /^\p{Script=Han}$/u;
const SHORTEST_PART = 3;
/** So many letters of a word that was cut off lead to it. */
const EDGE = 8;
const LATIN = /^[a-z]/;
/** Letters at each end that must be spelt right. */
const ENDS = 2;

/** The keys of a run of tokens, each with its weight among features. */
export function keysOf(tokens: readonly string[], isCommon: IsCommon): Map<string, number> {
  const weights = features(tokens);
  const keys = new Map<string, number>();
  const add = (key: string): void => {
    if (key !== '') keys.set(key, weights.get(key) ?? PART);
  };
  tokens.forEach((token, at) => {
    const next = tokens[at + 1] ?? '';
    const [word, nextWord] = [wordFeature(token), wordFeature(next)];
    if (HAN.test(token)) {
      if (HAN.test(next)) add(word + nextWord);
      return;
    }
    add(word);
    for (const part of partsOf(token)) add(part);
    if (nextWord !== '' && !HAN.test(next) && isCommon(word) && isCommon(nextWord))
      add(word + nextWord);
  });
  return keys;
}

/**
 * Names inside a name: `trust`, `remote` and `code` of `trust_remote_code`, and `qwen` of `qwen3`, where a message
 * has a wildcard for the number.
 */
function partsOf(token: string): string[] {
  const parts = token.split(/[_\d]+/);
  return parts.length === 1 ? [] : parts.map(stem).filter(({ length }) => length >= SHORTEST_PART);
}

/** Keys for both ends of a long word: one is left where a text was cut within it. */
export function edgesOf(token: string): { beginning: string; end: string } | null {
  const word = wordFeature(token);
  if (word.length <= EDGE || !LATIN.test(word)) return null;
  return { beginning: `${word.slice(0, EDGE)}…`, end: `…${word.slice(-EDGE)}` };
}

/** The key of a guide itself. */
export function guideKey(slug: string): string {
  return `/${slug}`;
}

/**
 * The shard in which a key lies: that of all keys with its first and last letters, so that a misspelt word leads to
 * the right one as well. Hashed (FNV-1a), so that keys which say nothing of each other share a shard.
 */
export function shardOf(key: string, shards: number): number {
  const ends = key.slice(0, ENDS) + key.slice(-ENDS);
  let hash = 0x811c9dc5;
  for (let at = 0; at < ends.length; at += 1) {
    hash = Math.imul(hash ^ ends.charCodeAt(at), 0x01000193);
  }
  return (hash >>> 0) % shards;
}
