/**
 * What overlap compares: words and adjacent pairs. A pair is the two words joined, so `flash attention`,
 * `flash-attention`, `flash_attention` and `FlashAttention` share a feature, and a space lost in copying
 * ("tocorrectly") still finds its pair. Latin words are stemmed lightly: users misquote endings most of all.
 */
import { isBackground } from './background.ts';
import { HAN_CHARACTER, weightOf } from './word-weight.ts';

const PLAIN = /^[a-z]+$/;
const ENDING = /(?:ing|ed|es|e|(?<!s)s)$/;
const SHORTEST_STEM = 4;

/** Weights of a pair relative to a distinctive word, by how many of the two are background words. */
const PAIR = [0.6, 0.35, 0.2] as const;
const HAN_PAIR = 0.8;
/** Parts of a compound identifier: `trust_remote_code` is also `trust`, `remote`, `code` and its pairs. */
export const PART = 0.3;

/** Removes the endings that misquotes swap. Not linguistics: both sides pass through it. Idempotent. */
export function stem(word: string): string {
  if (word.length <= SHORTEST_STEM || !PLAIN.test(word)) return word;
  let stemmed = word;
  while (stemmed.length > SHORTEST_STEM) {
    const ending = ENDING.exec(stemmed)?.[0];
    if (!ending || stemmed.length - ending.length < SHORTEST_STEM) break;
    stemmed = stemmed.slice(0, -ending.length);
  }
  return stemmed;
}

/** A token as a feature: stemmed, compounds joined. */
export function wordFeature(token: string): string {
  return token.includes('_') ? token.split('_').map(stem).join('') : stem(token);
}

/** Each feature with its relative weight, from 0 to 1. */
export type Features = Map<string, number>;

function add(features: Features, feature: string, weight: number): void {
  if ((features.get(feature) ?? 0) < weight) features.set(feature, weight);
}

interface Word {
  readonly feature: string;
  readonly weight: number;
  readonly han: boolean;
  readonly background: boolean;
}

/** Few words make most of all texts, and each is looked at many times. */
const MAX_MEMORY = 8000;
const memory = new Map<string, Word>();

function word(token: string): Word {
  const known = memory.get(token);
  if (known) return known;
  const weight = weightOf(token, isBackground);
  const han = weight === HAN_CHARACTER;
  const made = {
    feature: wordFeature(token),
    weight,
    han,
    background: han ? isBackground(token) : weight < 1,
  };
  if (memory.size < MAX_MEMORY) memory.set(token, made);
  return made;
}

function pairWeight(left: Word, right: Word): number {
  if (left.han !== right.han) return 0;
  const background = Number(left.background) + Number(right.background);
  if (left.han) return background === 2 ? HAN_CHARACTER : HAN_PAIR;
  return PAIR[background]!;
}

function addCompound(features: Features, token: string): void {
  const parts = token.split('_').filter(Boolean).map(stem);
  parts.forEach((part, at) => {
    if (part.length > 2 && !isBackground(part)) add(features, part, PART);
    const next = parts[at + 1];
    if (next && parts.length > 2) add(features, part + next, PART);
  });
}

/** Words and adjacent pairs of a run of tokens. */
export function features(tokens: readonly string[]): Features {
  const found: Features = new Map();
  const words = tokens.map(word);
  words.forEach((one, at) => {
    if (one.feature) add(found, one.feature, one.weight);
    if (tokens[at]!.includes('_')) addCompound(found, tokens[at]!);
    const next = words[at + 1];
    const weight = next ? pairWeight(one, next) : 0;
    if (weight > 0) add(found, one.feature + next!.feature, weight);
  });
  return found;
}
