/**
 * What overlap compares: words and adjacent pairs. A pair is the two words joined, so `flash attention`,
 * `flash-attention`, `flash_attention` and `FlashAttention` share a feature, and a space lost in copying
 * ("tocorrectly") still finds its pair. Latin words are stemmed lightly: users misquote endings most of all.
 */
import { isBackground } from './background.ts';

const HAN = /^\p{Script=Han}$/u;
const DIGITS = /^\d+$/;
const PLAIN = /^[a-z]+$/;

/** Weights of a feature relative to a distinctive word. Background words count a third (measured beforehand). */
const BACKGROUND_WORD = 1 / 3;
const NUMBER = 0.4;
const PAIR = 0.6;
const MIXED_PAIR = 0.35;
const BACKGROUND_PAIR = 0.2;
const HAN_CHARACTER = 0.12;
const HAN_PAIR = 0.8;
/** Parts of a compound identifier: `trust_remote_code` is also `trust`, `remote`, `code` and its pairs. */
const PART = 0.3;

/** Removes the endings that misquotes swap. Not linguistics: both sides pass through it. Idempotent. */
export function stem(word: string): string {
  if (word.length < 5 || !PLAIN.test(word)) return word;
  const shorter = word.replace(/(?<=.{4})(?:ing|ed|es|e|(?<!s)s)$/, '');
  return shorter === word ? word : stem(shorter);
}

/** A token as a feature: stemmed, compounds joined. */
export function wordFeature(token: string): string {
  return token.includes('_') ? token.split('_').filter(Boolean).map(stem).join('') : stem(token);
}

/** Each feature with its relative weight, from 0 to 1. */
export type Features = Map<string, number>;

function add(features: Features, feature: string, weight: number): void {
  if ((features.get(feature) ?? 0) < weight) features.set(feature, weight);
}

function wordWeight(token: string): number {
  if (HAN.test(token)) return HAN_CHARACTER;
  if (DIGITS.test(token)) return NUMBER;
  return isBackground(token) ? BACKGROUND_WORD : 1;
}

function pairWeight(left: string, right: string): number {
  const han = Number(HAN.test(left)) + Number(HAN.test(right));
  if (han === 1) return 0;
  const background = Number(isBackground(left)) + Number(isBackground(right));
  if (han === 2) return background === 2 ? HAN_CHARACTER : HAN_PAIR;
  return [PAIR, MIXED_PAIR, BACKGROUND_PAIR][background]!;
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
  tokens.forEach((token, at) => {
    const joined = wordFeature(token);
    if (joined) add(found, joined, wordWeight(token));
    if (token.includes('_')) addCompound(found, token);
    const next = tokens[at + 1];
    if (next === undefined) return;
    const weight = pairWeight(token, next);
    if (weight > 0) add(found, joined + wordFeature(next), weight);
  });
  return found;
}
