/**
 * Stage 6: weighted overlap. Each salient line, alone and joined with the next, is compared with every known
 * sentence by the words and pairs they share. A unit scores by how much of it the line holds, or by how much of the
 * line it explains (a quotation cut short), and by whether what is shared is rare enough to mean anything.
 */
import { features, wordFeature } from './features.ts';
import type { Line } from './lines.ts';
import type { SalientLine } from './salience.ts';
import { tokenise } from './tokens.ts';
import type { TextIndex, Unit } from './texts.ts';
import { tuning } from './tuning.ts';

export interface Overlap {
  readonly unit: Unit;
  readonly line: SalientLine;
  /** 0 … 1. */
  readonly score: number;
  /** Weight of what is shared, in units of one rare word ≈ 4. */
  readonly evidence: number;
  readonly coverage: number;
  /** Weight of the shared words that are no background words. */
  readonly distinctive: number;
  readonly corrected: boolean;
}

const MAX_TOKENS = 240;
interface Query {
  readonly weights: ReadonlyMap<string, number>;
  readonly corrected: ReadonlySet<string>;
  readonly total: number;
}

function query(tokens: readonly string[], index: TextIndex): Query {
  const weights = new Map<string, number>();
  const corrected = new Set<string>();
  let total = 0;
  const cut = tokens.slice(0, MAX_TOKENS);
  const fixed = cut.map((token) =>
    index.features.has(wordFeature(token)) ? token : (index.spell(wordFeature(token)) ?? token),
  );
  const literal = features(cut);
  for (const [feature, relative] of literal) {
    const rarity = index.features.get(feature)?.rarity;
    total += relative * (rarity ?? index.unknownRarity);
    if (rarity !== undefined) weights.set(feature, 1);
  }
  for (const [feature, relative] of features(fixed)) {
    const rarity = index.features.get(feature)?.rarity;
    if (rarity === undefined || weights.has(feature)) continue;
    weights.set(feature, tuning.corrected);
    corrected.add(feature);
    total += relative * rarity * tuning.corrected * 0.5;
  }
  return { weights, corrected, total: Math.max(total, 0.001) };
}

/** Overlap of one run of tokens with every unit that shares anything. */
export function compare(tokens: readonly string[], index: TextIndex, line: SalientLine): Overlap[] {
  const { weights, corrected, total } = query(tokens, index);
  const numbers = tokens.some((token) => /^\d+$/.test(token));
  const shared = new Map<number, { sum: number; distinctive: number; corrected: boolean }>();
  for (const [feature, factor] of weights) {
    const { rarity, units, weights: relatives } = index.features.get(feature)!;
    units.forEach((unit, at) => {
      const weight = relatives[at]! * rarity * factor;
      const entry = shared.get(unit) ?? { sum: 0, distinctive: 0, corrected: false };
      entry.sum += weight;
      if (relatives[at] === 1) entry.distinctive += weight;
      entry.corrected ||= corrected.has(feature);
      shared.set(unit, entry);
    });
  }
  return [...shared].map(([at, { sum, distinctive, corrected: fixed }]) => {
    const unit = index.units[at]!;
    const words = unit.distinctive > 0 ? Math.min(1, distinctive / unit.distinctive) : 1;
    const coverage =
      Math.min(1, sum / unit.total) * (tuning.withoutWords + (1 - tuning.withoutWords) * words);
    const explained = Math.min(1, sum / total);
    const enough = Math.min(1, sum / tuning.enough);
    const others = unit.numbers.some((number) => !weights.has(number));
    const held = others ? coverage * tuning.otherNumbers : coverage;
    const quoted = tuning.explained * explained * (others && numbers ? tuning.otherNumbers : 1);
    const score = Math.max(held, quoted) * enough;
    return { unit, line, score, evidence: sum, coverage, distinctive, corrected: fixed };
  });
}

/** The best overlap of each guide, near-misses that belong to no guide included under -1. */
export function overlaps(
  salient: readonly SalientLine[],
  lines: readonly Line[],
  index: TextIndex,
): Overlap[] {
  const best: Overlap[] = [];
  for (const line of salient) {
    const own = tokenise(line.line.text);
    const next = lines[line.at + 1];
    const joins = next?.kind === 'text' && next.index - line.line.index <= 1;
    best.push(...compare(own, index, line));
    if (joins) best.push(...compare([...own, ...tokenise(next.text)], index, line));
  }
  return best;
}
