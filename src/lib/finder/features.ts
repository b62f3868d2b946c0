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

/** Takes a feature and its relative weight; the greatest counts where one feature comes several times. */
export type Take = (feature: string, weight: number) => void;

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

function compound(token: string, take: Take): void {
  const parts = token.split('_').filter(Boolean).map(stem);
  parts.forEach((part, at) => {
    if (part.length > 2 && !isBackground(part)) take(part, PART);
    const next = parts[at + 1];
    if (next && parts.length > 2) take(part + next, PART);
  });
}

/** Goes through the words and adjacent pairs of a run of tokens. */
export function eachFeature(tokens: readonly string[], take: Take): void {
  let last: Word | null = null;
  for (const token of tokens) {
    const one = word(token);
    const weight = last ? pairWeight(last, one) : 0;
    if (weight > 0) take(last!.feature + one.feature, weight);
    if (one.feature) take(one.feature, one.weight);
    if (token.includes('_')) compound(token, take);
    last = one;
  }
}

/** Words and adjacent pairs of a run of tokens, each once. */
export function features(tokens: readonly string[]): Features {
  const found: Features = new Map();
  eachFeature(tokens, (feature, weight) => {
    if ((found.get(feature) ?? 0) < weight) found.set(feature, weight);
  });
  return found;
}
