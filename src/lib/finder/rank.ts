/** Stage 9, first half: all evidence of the signature engine to one ordered list with groups. */
import type { Claims } from './claims.ts';
import type { FrameEvidence } from './evidence.ts';
import { literalHits, type LiteralEvidence, type Ranked } from './literal-hits.ts';
import { literalTuning } from './literal-tuning.ts';
import type { CompiledIndex } from './open.ts';
import type { Affinity, Overlap } from './overlap.ts';
import type { SalientLine } from './salience.ts';
import { isDescription } from './texts.ts';
import { tuning } from './tuning.ts';

export interface Evidence extends LiteralEvidence {
  /** The lines that inexact matches are looked for in. */
  readonly compared: readonly SalientLine[];
  /** Of messages that match but for their spelling; each `line` is one of the compared lines. */
  readonly spelt: Claims;
  readonly overlaps: readonly Overlap[];
  readonly affinities: readonly Affinity[];
  readonly frames: readonly FrameEvidence[];
}

/** One answer per guide, confident ones first. */
export function group(evidence: Evidence, index: CompiledIndex): Ranked[] {
  const exact = literalHits(evidence, index);
  const likely = likelyHits(evidence, index, exact);
  const confident = tiered([...exact, ...likely]);
  const shown = new Set(confident.map(({ guide }) => guide));
  const least = exact.length > 0 ? tuning.relatedBesideExact : tuning.related;
  const related = relatedHits(evidence, index, least);
  return [...confident, ...related.filter(({ guide }) => !shown.has(guide))];
}

/** Wrappers and generic messages step back where a specific guide answers. */
function tiered(hits: readonly Ranked[]): Ranked[] {
  const specific = hits.filter(({ isSpecific }) => isSpecific);
  const others = hits.filter(({ isSpecific }) => !isSpecific);
  const lowered =
    specific.length > 0 ? others.map((hit): Ranked => ({ ...hit, group: 'likely' })) : others;
  const all = [...specific, ...lowered];
  return (['exact', 'likely'] as const).flatMap((name) => all.filter((hit) => hit.group === name));
}

/** The best guide of each line by overlap, if it is clear enough; then frames, where nothing else is. */
function likelyHits(evidence: Evidence, index: CompiledIndex, exact: readonly Ranked[]): Ranked[] {
  const taken = new Set(exact.map(({ guide }) => guide));
  const claimed = new Set(
    [...evidence.claims.accepted, ...evidence.claims.yielded, ...evidence.claims.foreign].map(
      ({ line }) => line,
    ),
  );
  const disclaimed = new Set(evidence.claims.foreign.map(({ wording }) => wording.owner));
  const hits: Ranked[] = [];
  const isSpecificGuide = (guide: number): boolean => index.guides[guide]!.kind === 's';
  const add = (hit: Omit<Ranked, 'group' | 'isSpecific'>): void => {
    const { guide } = hit;
    if (!taken.has(guide))
      hits.push({ ...hit, group: 'likely', isSpecific: isSpecificGuide(guide) });
    taken.add(guide);
  };
  for (const { wording, strength, line: at } of evidence.spelt.accepted) {
    const { guide, isSpecific } = wording;
    const line = evidence.compared[at]!;
    if (strength < literalTuning.strong || claimed.has(line.at)) continue;
    if (!isSpecific && exact.length > 0) continue;
    const reasons = [{ code: 'message-part' as const }, { code: 'spelling' as const }];
    add({ guide, score: 0.85, line: line.line.text, reasons });
    claimed.add(line.at);
  }
  const decider = decidingFrame(evidence.frames);
  for (const best of bestPerLine(evidence)) {
    const { unit, line, score, corrected } = best;
    // What a stack shows is surer than what is told beside it.
    if (decider && decider.guide !== unit.guide && isDescription(unit)) continue;
    const isTelling = best.isSame || best.distinctive >= tuning.distinctive;
    const bar = tuning.likely[unit.source] + (exact.length > 0 ? tuning.besideExact : 0);
    if (unit.guide < 0 || score < bar || !isTelling || claimed.has(line.at)) continue;
    if (exact.length > 0 && !line.message) continue;
    if (line.wrapper && isSpecificGuide(unit.guide)) continue;
    // Another software's error, as its own line says, makes none of its other lines this guide's.
    if (disclaimed.has(unit.guide)) continue;
    const code = isDescription(unit) ? 'words' : 'message-part';
    const reasons: Ranked['reasons'][number][] = [{ code }];
    if (corrected) reasons.push({ code: 'spelling' });
    add({ guide: unit.guide, score: score * 0.9, line: line.line.text, reasons });
  }
  if (exact.length + hits.length > 0) return hits;
  if (decider) {
    const { guide, label } = decider;
    add({ guide, score: 0.6, line: null, reasons: [{ code: 'frame', detail: label }] });
  }
  return hits;
}

/** The one guide that a stack without its message runs through, where there is one. */
function decidingFrame(frames: readonly FrameEvidence[]): FrameEvidence | undefined {
  const [first, second] = frames.filter(({ decides }) => decides).sort((a, b) => b.score - a.score);
  return second?.score === first?.score ? undefined : first;
}

/** For each salient line the best-scoring unit, unless units of different guides are level. */
function bestPerLine(evidence: Evidence): Overlap[] {
  const lines = new Map<number, Overlap[]>();
  for (const overlap of evidence.overlaps) {
    // An exception that no message explains is another error, whatever is said beside it.
    if (overlap.line.message && isDescription(overlap.unit) && !overlap.isSame) continue;
    const list = lines.get(overlap.line.at);
    if (list) list.push(overlap);
    else lines.set(overlap.line.at, [overlap]);
  }
  const best: Overlap[] = [];
  for (const list of lines.values()) {
    list.sort((a, b) => b.score - a.score || b.evidence - a.evidence);
    const top = list[0]!;
    const rival = list.find(({ unit }) => unit.guide !== top.unit.guide);
    const level =
      rival &&
      rival.score > top.score * tuning.level &&
      rival.evidence > top.evidence * tuning.level;
    if (!level) best.push(top);
  }
  return best.sort((a, b) => b.score - a.score);
}

/** Everything with some evidence, never "this is it". */
function relatedHits(evidence: Evidence, index: CompiledIndex, least: number): Ranked[] {
  const scores = new Float64Array(index.guides.length);
  const lines = new Map<number, string>();
  for (const { unit, score } of evidence.overlaps)
    if (unit.guide >= 0) scores[unit.guide] = Math.max(scores[unit.guide]!, score);
  for (const { guide, score, line } of evidence.affinities) {
    scores[guide]! += score;
    lines.set(guide, line.line.text);
  }
  for (const { guide, score } of evidence.frames) scores[guide]! += score;
  return [...scores.entries()]
    .filter(([, score]) => score >= least)
    .sort((a, b) => b[1] - a[1])
    .map(([guide, score]) => ({
      guide,
      group: 'related' as const,
      score: Math.min(0.59, score * 0.6),
      line: lines.get(guide) ?? null,
      isSpecific: false,
      reasons: [{ code: lines.has(guide) ? ('words' as const) : ('frame' as const) }],
    }));
}
