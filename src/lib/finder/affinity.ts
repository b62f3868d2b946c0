/**
 * Stage 6, tail: how much each guide has to do with a line, by all its texts together. Orders what is merely
 * related, where no single wording is close; symptom words join in here.
 */
import { features, wordFeature } from './features.ts';
import { symptomWords } from './lexicon.ts';
import type { SalientLine } from './salience.ts';
import { tokenise } from './tokens.ts';
import type { TextIndex } from './texts.ts';
import { tuning } from './tuning.ts';

const MAX_TOKENS = 240;

export interface Affinity {
  readonly guide: number;
  /** 0 … 1. */
  readonly score: number;
  readonly line: SalientLine;
}

/** Each guide's best line, helped by its second best. */
export function affinities(salient: readonly SalientLine[], index: TextIndex): Affinity[] {
  const perGuide = new Map<number, Affinity[]>();
  for (const line of salient) {
    const { sums, total } = weigh(line, index);
    for (const [guide, sum] of sums) {
      const explained = Math.min(1, sum / total);
      const score =
        Math.min(1, sum / tuning.enough) * (tuning.base + (1 - tuning.base) * explained);
      const list = perGuide.get(guide);
      if (list) list.push({ guide, score, line });
      else perGuide.set(guide, [{ guide, score, line }]);
    }
  }
  return [...perGuide.values()].map((list) => {
    const [first, second] = list.sort((a, b) => b.score - a.score);
    return { ...first!, score: first!.score + tuning.secondLine * (second?.score ?? 0) };
  });
}

/** In how many of its own texts each guide uses a feature. */
function usesOf(feature: string, { units, postings }: TextIndex): Map<number, number> {
  const uses = new Map<number, number>();
  postings.each(feature, (at) => {
    const { owner, source } = units[at]!;
    if (source !== 'near-miss') uses.set(owner, (uses.get(owner) ?? 0) + 1);
  });
  return uses;
}

/** A word in many of a guide's texts is what the guide is about; one mention is an aside. */
function focus(uses: number, units: number): number {
  return tuning.aside + (1 - tuning.aside) * Math.min(1, Math.sqrt((2 * uses) / units));
}

function weigh(line: SalientLine, index: TextIndex): { sums: Map<number, number>; total: number } {
  const tokens = tokenise(line.line.text).slice(0, MAX_TOKENS);
  const sums = new Map<number, number>();
  const seen = new Set<string>();
  let total = 0.001;
  const take = (feature: string, relative: number): boolean => {
    if (seen.has(feature)) return true;
    const rarity = index.postings.rarity(feature);
    if (rarity === undefined) return false;
    seen.add(feature);
    const weight = relative * rarity;
    for (const [guide, uses] of usesOf(feature, index)) {
      sums.set(guide, (sums.get(guide) ?? 0) + weight * focus(uses, index.unitsOf[guide]!));
    }
    return true;
  };
  for (const [feature, relative] of features(tokens)) {
    total += relative * (index.postings.rarity(feature) ?? index.unknownRarity);
    take(feature, relative);
  }
  for (const token of tokens) {
    const fixed = seen.has(wordFeature(token)) ? null : index.spell(wordFeature(token));
    if (fixed) take(fixed, tuning.corrected);
  }
  for (const [feature, relative] of features(symptomWords(line.line.text, tokens)))
    take(feature, relative * tuning.symptom);
  return { sums, total };
}
