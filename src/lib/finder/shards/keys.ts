/** By what guides are looked up: words, parts of words, and pairs of adjacent words. */
import { WHOLE_WORD } from '../word-weight.ts';
import { PART, type Words } from '../words.ts';

/** Whether many guides use it. */
export type IsCommon = (key: string) => boolean;

const HAN = /^\p{Script=Han}$/u;
/** Stands between the words of a pair; no word and no name of a file holds it. */
const PAIRED = '|';
const SHORTEST_PART = 3;
/** So many letters of a word that was cut off lead to it. */
const EDGE = 8;
const LATIN = /^[a-z]/;
/** Letters at each end that must be spelt right. */
const ENDS = 2;

/** The keys of a run of tokens, each with its weight: a whole word's is 1. */
export function keysOf(tokens: readonly string[], words: Words): Map<string, number> {
  const features = words.features(tokens);
  const keys = new Map<string, number>();
  const add = (key: string, feature = key): void => {
    keys.set(key, (features.get(feature)?.weight ?? PART) / WHOLE_WORD);
  };
  tokens.forEach((token, at) => {
    const next = tokens[at + 1];
    const isHan = HAN.test(token);
    if (next && HAN.test(next) === isHan) add(pairOf(token, next), `${token} ${next}`);
    if (isHan) return;
    add(token);
    for (const part of partsOf(token)) add(part);
  });
  return keys;
}

/** The key of two words that stand side by side. */
export function pairOf(word: string, next: string): string {
  return word + PAIRED + next;
}

/** The words of a pair's key; of any other key itself. */
export function wordsOf(key: string): string[] {
  return key.split(PAIRED);
}

/**
 * The word in whose shard a pair lies, the first one that is not common: who asks for the word gets what stands beside
 * it in the same request. Undefined for what lies by itself: pairs of common words, of Han characters, and other keys.
 */
export function hostOf(key: string, isCommon: IsCommon): string | undefined {
  return wordsOf(key).find((word) => word !== key && !isCommon(word) && !HAN.test(word));
}

/**
 * Names inside a name: `trust`, `remote` and `code` of `trust_remote_code`, and `qwen` of `qwen3`, where a message
 * has a wildcard for the number.
 */
function partsOf(token: string): string[] {
  const parts = token.split(/[_\d]+/);
  return parts.length === 1 ? [] : parts.filter(({ length }) => length >= SHORTEST_PART);
}

/** Keys for both ends of a long word: one is left where a text was cut within it. */
export function edgesOf(word: string): { beginning: string; end: string } | null {
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
