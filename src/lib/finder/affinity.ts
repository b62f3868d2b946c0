/**
 * Stage 6, tail: how much each guide has to do with a line, by all its texts together. Orders what is merely
 * related, where no single wording is close; symptom words join in here.
 */
import type { CompiledIndex } from './compile.ts';
import { features, wordFeature } from './features.ts';
import { symptomWords } from './lexicon.ts';
import type { SalientLine } from './salience.ts';
import { tokenise } from './tokens.ts';

const MAX_TOKENS = 240;
const ENOUGH = 9;
const SYMPTOM = 0.6;
const CORRECTED = 0.7;
/** Share of the score that does not depend on how much of the line is explained. */
const BASE = 0.35;

export interface Affinity {
  readonly guide: number;
  /** 0 … 1. */
  readonly score: number;
  readonly line: SalientLine;
}

/** Each guide's best line. */
export function affinities(salient: readonly SalientLine[], index: CompiledIndex): Affinity[] {
  const best = new Map<number, Affinity>();
  for (const line of salient) {
    const { sums, total } = weigh(line, index);
    for (const [guide, sum] of sums) {
      const explained = Math.min(1, sum / total);
      const score = Math.min(1, sum / ENOUGH) * (BASE + (1 - BASE) * explained);
      if (score > (best.get(guide)?.score ?? 0)) best.set(guide, { guide, score, line });
    }
  }
  return [...best.values()];
}

function weigh(line: SalientLine, index: CompiledIndex): { sums: Map<number, number>; total: number } {
  const tokens = tokenise(line.line.text).slice(0, MAX_TOKENS);
  const sums = new Map<number, number>();
  const seen = new Set<string>();
  let total = 0.001;
  const take = (feature: string, relative: number): boolean => {
    if (seen.has(feature)) return true;
    const known = index.features.get(feature);
    if (!known) return false;
    seen.add(feature);
    const weight = relative * known.rarity;
    for (const guide of known.holders) sums.set(guide, (sums.get(guide) ?? 0) + weight);
    return true;
  };
  for (const [feature, relative] of features(tokens)) {
    total += relative * (index.features.get(feature)?.rarity ?? index.unknownRarity);
    take(feature, relative);
  }
  for (const token of tokens) {
    const fixed = seen.has(wordFeature(token)) ? null : index.spell(wordFeature(token));
    if (fixed) take(fixed, CORRECTED);
  }
  for (const [feature, relative] of features(symptomWords(line.line.text, tokens))) take(feature, relative * SYMPTOM);
  return { sums, total };
}
