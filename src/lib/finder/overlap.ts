/**
 * Stage 6: weighted overlap. Each salient line is compared with every known text by the words and pairs they
 * share. A unit scores by how much of it the line holds, or by how much of the line it explains (a quotation cut
 * short), and by whether what is shared is rare enough to mean anything. Beside it stands how much each guide has to
 * do with the line by all its texts together: that orders what is merely related, where no single wording is close.
 */
import type { Line } from './lines.ts';
import { query, type Query } from './query.ts';
import type { SalientLine } from './salience.ts';
import { rated, Shared } from './shared.ts';
import type { TextIndex, Unit } from './text-index.ts';
import { isDescription } from './texts.ts';
import { tokenise } from './tokens.ts';
import { tuning } from './tuning.ts';
import { WHOLE_WORD } from './word-weight.ts';

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
  /** The line is this text and no more, or how a message begins. */
  readonly isSame: boolean;
}

export interface Affinity {
  readonly guide: number;
  /** 0 … 1. */
  readonly score: number;
  readonly line: SalientLine;
}

/** Weights and rarities are hundredths. */
const SCALE = 10_000;
/** What shares less than this is like everything. */
const LEAST = 1;
const ALL = 0.99;
/** So many first words of a message are a quotation, if one of them is no background word. */
const QUOTED = 4;

/** Where two texts are level, a guide's own message says more than another guide's note of it. */
function isBetter(one: Overlap, best: Overlap | undefined): boolean {
  if (!best) return true;
  const ahead = one.score - best.score || one.evidence - best.evidence;
  return ahead === 0 ? one.unit.source === 'message' : ahead > 0;
}

/** True where a line is how a message begins: what people type who do not paste. */
function begins(words: readonly string[], unit: Unit, { wordAt }: TextIndex): boolean {
  if (unit.source !== 'message' || words.length < QUOTED) return false;
  return words.every((word, at) => wordAt[unit.from + at]?.text === word);
}

/** Overlap of one line with what it is most like of each guide's messages, and of its titles and aliases. */
function compare(
  words: readonly string[],
  { asked, hasNumbers, total }: Query,
  line: SalientLine,
  index: TextIndex,
  shared: Shared,
): Iterable<Overlap> {
  const best = new Map<number, Overlap>();
  for (const unit of shared.units) {
    const { at } = unit;
    const evidence = shared.sums[at]! / SCALE;
    if (evidence < LEAST) continue;
    const all = (unit.rated ??= rated(unit, index));
    const coveredShare = Math.min(1, shared.sums[at]! / all.total);
    const explainedShare = Math.min(1, shared.sums[at]! / total);
    const distinctive = shared.distinctive[at]!;
    const telling = all.distinctive > 0 ? Math.min(1, distinctive / all.distinctive) : 1;
    const coverage = coveredShare * (tuning.withoutWords + (1 - tuning.withoutWords) * telling);
    const explained = tuning.explained * explainedShare;
    const isSame =
      explainedShare > ALL &&
      (coveredShare > ALL || (distinctive > 0 && begins(words, unit, index)));
    const enough = isSame ? 1 : Math.min(1, evidence / tuning.enough);
    const others = all.numbers.some((number) => !asked.has(number));
    const held = others ? coverage * tuning.otherNumbers : coverage;
    const quoted = others && hasNumbers ? explained * tuning.otherNumbers : explained;
    const isWritten = isDescription(unit);
    const score = Math.max(held, quoted) * enough * (isWritten ? tuning.description : 1);
    const place = 2 * unit.guide + Number(isWritten);
    const isCorrected = shared.corrected[at] === 1;
    const told = { distinctive: distinctive / WHOLE_WORD, corrected: isCorrected, isSame };
    const one: Overlap = { unit, line, score, evidence, ...told };
    if (isBetter(one, best.get(place))) best.set(place, one);
  }
  return best.values();
}

/** Two lines as one. Where a terminal wrapped them, it may have been inside a word. */
function joinedAt(
  own: readonly string[],
  next: readonly string[],
  { words }: TextIndex,
): readonly string[] {
  const across = `${own.at(-1)}${next[0]}`;
  return words.has(across) ? [...own.slice(0, -1), across, ...next.slice(1)] : [...own, ...next];
}

/** What a text is like: each line by itself, and joined with the next where a message may have been wrapped. */
export function overlaps(
  salient: readonly SalientLine[],
  lines: readonly Line[],
  index: TextIndex,
): { overlaps: Overlap[]; affinities: Affinity[] } {
  const found: Overlap[] = [];
  const affinities = new Map<number, Affinity>();
  const shared = new Shared(index);
  for (const line of salient) {
    const own = tokenise(line.line.text);
    // A text may have been cut within its last word.
    if (line.at === lines.length - 1 && !index.words.has(own.at(-1) ?? '')) own.pop();
    const asked = query(own, index);
    shared.take(asked);
    found.push(...compare(own, asked, line, index, shared));
    shared.guides.forEach((sum, guide) => {
      if (sum === 0) return;
      const explained = Math.min(1, sum / asked.total);
      const enough = Math.min(1, sum / SCALE / tuning.enough);
      const score = enough * (tuning.base + (1 - tuning.base) * explained);
      if (score > (affinities.get(guide)?.score ?? 0))
        affinities.set(guide, { guide, score, line });
    });
    const next = lines[line.at + 1];
    if (next?.kind !== 'text' || next.index - line.line.index > 1) continue;
    const both = joinedAt(own, tokenise(next.text), index);
    const joined = query(both, index);
    shared.take(joined);
    found.push(...compare(both, joined, line, index, shared));
  }
  return { overlaps: found, affinities: [...affinities.values()] };
}
