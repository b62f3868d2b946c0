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
  const fixed = cut.map((token) => {
    const word = wordFeature(token);
    return index.postings.rarity(word) === undefined ? (index.spell(word) ?? token) : token;
  });
  const literal = features(cut);
  for (const [feature, relative] of literal) {
    const rarity = index.postings.rarity(feature);
    total += relative * (rarity ?? index.unknownRarity);
    if (rarity !== undefined) weights.set(feature, 1);
  }
  for (const [feature, relative] of features(fixed)) {
    const rarity = index.postings.rarity(feature);
    if (rarity === undefined || weights.has(feature)) continue;
    weights.set(feature, tuning.corrected);
    corrected.add(feature);
    total += relative * rarity * tuning.corrected * 0.5;
  }
  return { weights, corrected, total: Math.max(total, 0.001) };
}

/** What one run of tokens shares with the units, by unit. Made once for a text: there are thousands of units. */
class Shared {
  readonly sums: Float64Array;
  readonly distinctive: Float64Array;
  readonly corrected: Uint8Array;

  constructor({ length }: readonly Unit[]) {
    this.sums = new Float64Array(length);
    this.distinctive = new Float64Array(length);
    this.corrected = new Uint8Array(length);
  }

  take({ weights, corrected }: Query, { postings }: TextIndex): void {
    this.sums.fill(0);
    this.distinctive.fill(0);
    this.corrected.fill(0);
    for (const [feature, factor] of weights) {
      const rated = postings.rarity(feature)! * factor;
      const isCorrected = Number(corrected.has(feature));
      postings.each(feature, (unit, relative) => {
        this.sums[unit]! += relative * rated;
        if (relative === 1) this.distinctive[unit]! += rated;
        this.corrected[unit]! |= isCorrected;
      });
    }
  }
}

/** Overlap of one run of tokens with what it is most like of each guide's messages, and of its titles and aliases. */
function compare(
  tokens: readonly string[],
  line: SalientLine,
  index: TextIndex,
  shared: Shared,
): Iterable<Overlap> {
  const asked = query(tokens, index);
  const hasNumbers = tokens.some((token) => /^\d+$/.test(token));
  shared.take(asked, index);
  const best = new Map<number, Overlap>();
  shared.sums.forEach((sum, at) => {
    if (sum === 0) return;
    const unit = index.units[at]!;
    const distinctive = shared.distinctive[at]!;
    const words = unit.distinctive > 0 ? Math.min(1, distinctive / unit.distinctive) : 1;
    const coverage =
      Math.min(1, sum / unit.total) * (tuning.withoutWords + (1 - tuning.withoutWords) * words);
    const explained = tuning.explained * Math.min(1, sum / asked.total);
    const enough = Math.min(1, sum / tuning.enough);
    const others = unit.numbers.some((number) => !asked.weights.has(number));
    const held = others ? coverage * tuning.otherNumbers : coverage;
    const quoted = others && hasNumbers ? explained * tuning.otherNumbers : explained;
    const score = Math.max(held, quoted) * enough;
    const isPrinted = unit.source === 'message' || unit.source === 'near-miss';
    const place = 2 * unit.guide + Number(isPrinted);
    const rival = best.get(place);
    if (rival && (score < rival.score || (score === rival.score && sum <= rival.evidence))) return;
    const corrected = shared.corrected[at] === 1;
    best.set(place, { unit, line, score, evidence: sum, distinctive, corrected });
  });
  return best.values();
}

/** The best overlaps of each line, near-misses that belong to no guide among them. */
export function overlaps(
  salient: readonly SalientLine[],
  lines: readonly Line[],
  index: TextIndex,
): Overlap[] {
  const best: Overlap[] = [];
  const shared = new Shared(index.units);
  for (const line of salient) {
    const own = tokenise(line.line.text);
    const next = lines[line.at + 1];
    const joins = next?.kind === 'text' && next.index - line.line.index <= 1;
    best.push(...compare(own, line, index, shared));
    if (joins) best.push(...compare([...own, ...tokenise(next.text)], line, index, shared));
  }
  return best;
}
