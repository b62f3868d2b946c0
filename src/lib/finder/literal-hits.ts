/** Which literal matches are answers, in which order, and why. */
import type { Claim, Claims } from './claims.ts';
import type { TokenStream } from './literal.ts';
import type { CompiledIndex } from './open.ts';
import type { ReasonCode } from './reasons.ts';
import type { SalientLine } from './salience.ts';
import type { HitGroup } from './types.ts';
import { literalTuning } from './literal-tuning.ts';

export interface LiteralEvidence {
  readonly stream: TokenStream;
  readonly salient: readonly SalientLine[];
  readonly claims: Claims;
}

export interface Ranked {
  readonly guide: number;
  readonly group: HitGroup;
  readonly score: number;
  readonly line: string | null;
  /** What is not ranks last. */
  readonly isSpecific: boolean;
  readonly reasons: readonly { code: ReasonCode; detail?: string }[];
}

const MAX_EXACT = 3;

function lineScore(at: number, evidence: LiteralEvidence): number {
  return evidence.salient.find((line) => line.at === at)?.score ?? -2;
}

/** Literal matches that count: at most three, the most telling line first. Weak wordings are only likely. */
export function literalHits(evidence: LiteralEvidence, index: CompiledIndex): Ranked[] {
  const { claims, stream } = evidence;
  const quoted = new Set(
    [...claims.accepted, ...claims.yielded].flatMap(({ wording }) =>
      wording.source === 'message' ? wording.guide : [],
    ),
  );
  const best = new Map<number, Claim>();
  const specific = new Set<number>();
  for (const claim of claims.accepted) {
    const { guide, source, isSpecific } = claim.wording;
    if (claim.strength < literalTuning.weak) continue;
    if (claim.strength > (best.get(guide)?.strength ?? 0)) best.set(guide, claim);
    // A guide's own wordings say of which tier it is here; only without them those that others list.
    if (isSpecific && (source === 'message' || !quoted.has(guide))) specific.add(guide);
  }
  const order = (claim: Claim): number => lineScore(claim.line, evidence) + claim.strength / 3;
  const hits = [...best.values()]
    .sort((a, b) => order(b) - order(a))
    .map(({ wording: { guide }, strength, line }): Ranked => {
      const reasons: Ranked['reasons'][number][] = [
        { code: quoted.has(guide) ? 'message' : 'look-alike' },
      ];
      const isSpecific = specific.has(guide);
      if (!isSpecific && index.guides[guide]!.kind !== 'g') reasons.push({ code: 'wrapper' });
      const strong = strength >= literalTuning.strong;
      return {
        guide,
        group: strong ? 'exact' : 'likely',
        score: strong ? 1 : 0.85,
        line: stream.lines[line]!.text,
        isSpecific,
        reasons,
      };
    });
  return hits.slice(0, MAX_EXACT);
}
