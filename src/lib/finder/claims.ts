/**
 * Which literal matches count. Near-misses decide between look-alikes: where one matches, the guide that lists it
 * gives way on that stretch of text and the guide it names steps in. Among the rest, a wording that lies inside a
 * clearly stronger one of another guide gives way too.
 */
import {
  compileWording,
  matchLiteral,
  mayMatch,
  type CompiledTemplate,
  type LiteralMatch,
  type TokenStream,
} from './literal.ts';
import { oncePerPack, type CompiledIndex, type Wording } from './open.ts';

export interface Claim {
  readonly wording: Wording;
  /** Sum of its words' weights: a longer wording of less common words is stronger. */
  readonly strength: number;
  readonly match: LiteralMatch;
  /** Index into the stream's lines. */
  readonly line: number;
}

export interface Claims {
  readonly accepted: readonly Claim[];
  /** Matched, but a better wording explains the same words. */
  readonly yielded: readonly Claim[];
  /** Stretches that belong to a known error without a guide. */
  readonly foreign: readonly Claim[];
}

/** How much stronger the containing wording must be. */
const CLEARLY = 1.1;

function meet(a: LiteralMatch, b: LiteralMatch): boolean {
  return a.from <= b.to && b.from <= a.to;
}

function contains(outer: LiteralMatch, inner: LiteralMatch): boolean {
  return outer.from <= inner.from && inner.to <= outer.to;
}

/**
 * True where the guide's own near-miss says that this stretch is not its error. If the guide named there says the
 * same of it in return, the stronger near-miss is believed.
 */
function disclaimed({ wording: { guide }, match }: Claim, nearMisses: readonly Claim[]): boolean {
  const here = nearMisses.filter((near) => meet(near.match, match));
  return here.some(
    ({ wording: mine, strength }) =>
      mine.owner === guide &&
      mine.guide !== guide &&
      !here.some(
        ({ wording: theirs, strength: opposed }) =>
          theirs.owner === mine.guide && theirs.guide === guide && opposed > strength,
      ),
  );
}

/** Wordings in the form in which they are matched: few are ever needed. */
const templates = oncePerPack(() => new Map<Wording, CompiledTemplate>());

/** All literal matches of messages and near-misses in the text, sorted into those that count and those that yield. */
export function claims(stream: TokenStream, index: CompiledIndex): Claims {
  const compiled = templates(index);
  const found: Claim[] = [];
  for (const wording of index.wordings) {
    if (!mayMatch(wording.words, stream)) continue;
    const template = compiled.get(wording) ?? compileWording(wording.text, index.isBackground);
    compiled.set(wording, template);
    const match = matchLiteral(template, stream);
    if (!match) continue;
    found.push({ wording, strength: template.strength, match, line: stream.lineOf[match.from]! });
  }
  const nearMisses = found.filter(({ wording }) => wording.source === 'near-miss');
  const foreign = nearMisses.filter(({ wording }) => wording.guide < 0);
  const accepted: Claim[] = [];
  const yielded: Claim[] = [];
  const candidates = found.filter(({ wording }) => wording.guide >= 0);
  for (const claim of candidates.sort((a, b) => b.strength - a.strength)) {
    const inside = accepted.some(
      ({ wording, strength, match }) =>
        wording.guide !== claim.wording.guide &&
        strength > claim.strength * CLEARLY &&
        contains(match, claim.match),
    );
    (disclaimed(claim, nearMisses) || inside ? yielded : accepted).push(claim);
  }
  return { accepted, yielded, foreign };
}
