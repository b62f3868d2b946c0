/** By what guides are looked up: words, and pairs of words of which neither is rare. */
import { PART, stem, wordFeature } from '../features.ts';
import { weightOf } from '../word-weight.ts';

/** Whether many guides use it. */
export type IsCommon = (key: string) => boolean;

const HAN = /^\p{Script=Han}$/u;
const HAN_PAIR = 0.8;
const COMMON_PAIR = 0.6;
const SHORTEST_PART = 3;
/** Letters at each end that must be spelt right. */
const ENDS = 2;

/** The keys of a run of tokens, each with how much it says, from 0 to 1. */
export function keysOf(tokens: readonly string[], isCommon: IsCommon): Map<string, number> {
  const keys = new Map<string, number>();
  const add = (key: string, weight: number): void => {
    if (key !== '' && (keys.get(key) ?? 0) < weight) keys.set(key, weight);
  };
  tokens.forEach((token, at) => {
    const word = wordFeature(token);
    const next = tokens[at + 1];
    if (HAN.test(token)) {
      if (next && HAN.test(next)) add(word + next, HAN_PAIR);
      return;
    }
    add(
      word,
      weightOf(token, () => false),
    );
    for (const part of partsOf(token)) add(part, PART);
    const nextWord = next && !HAN.test(next) ? wordFeature(next) : '';
    if (nextWord !== '' && isCommon(word) && isCommon(nextWord)) add(word + nextWord, COMMON_PAIR);
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
