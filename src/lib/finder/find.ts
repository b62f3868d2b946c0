/** The finder's stages in order. Every stage is pure; this file only connects them. */
import { affinities } from './affinity.ts';
import { aliasHits } from './alias.ts';
import { decidingCause, rankCauses, type Paste, type RankedCause } from './causes.ts';
import { claims } from './claims.ts';
import { clean } from './clean.ts';
import type { CompiledIndex } from './compile.ts';
import { frameEvidence } from './evidence.ts';
import { splitLines } from './lines.ts';
import { tokenStream, type TokenStream } from './literal.ts';
import { overlaps } from './overlap.ts';
import { group, isSpecific, literalHits, type Ranked } from './rank.ts';
import { reason } from './reasons.ts';
import { salientLines, type SalientLine } from './salience.ts';
import type { CauseSignature, FindOptions, Hit } from './types.ts';

const LIMIT = 8;
const MAX_SHOWN_LINE = 300;

interface Reading extends Paste {
  readonly stream: TokenStream;
  readonly salient: readonly SalientLine[];
}

function read(text: string): Reading {
  const cleaned = clean(text);
  const lines = splitLines(cleaned);
  return { cleaned, lines, stream: tokenStream(lines), salient: salientLines(lines) };
}

/** Guides that answer the text, best first: `exact`, then `likely`, then `related`. Never throws. */
export function find(text: string, index: CompiledIndex, options: FindOptions): Hit[] {
  const reading = read(text);
  const { stream, salient, lines } = reading;
  const evidence = {
    stream,
    salient,
    claims: claims(stream, index),
    overlaps: overlaps(salient, lines, index.texts()),
    affinities: affinities(salient, index.texts()),
    aliases: aliasHits(lines, index),
    frames: frameEvidence(lines, index),
  };
  const ranked = group(evidence, index).slice(0, options.limit ?? LIMIT);
  return ranked.map((one) => hit(one, reading, index, options));
}

/**
 * The exact hits alone, which are the first hits of `find`, without preparing what inexact matches need: the first
 * answer of a freshly loaded page. Wrappers are left to `find`, which may rank them lower.
 */
export function findExact(text: string, index: CompiledIndex, options: FindOptions): Hit[] {
  const reading = read(text);
  return literalHits({ ...reading, claims: claims(reading.stream, index) }, index)
    .filter((one) => one.group === 'exact' && isSpecific(one.guide, index))
    .map((one) => hit(one, reading, index, options));
}

/** Causes of one guide that the text points to, strongest first: "which cause is mine?" on a guide's page. */
export function findCauses(
  text: string,
  causes: readonly CauseSignature[],
  options: FindOptions,
): RankedCause[] {
  return rankCauses(causes, read(text), options);
}

function hit(ranked: Ranked, paste: Paste, index: CompiledIndex, options: FindOptions): Hit {
  const signature = index.signatures[ranked.guide]!;
  const causes = ranked.group === 'related' ? [] : rankCauses(signature.causes, paste, options);
  const cause = decidingCause(causes);
  const reasons = ranked.reasons.map(({ code, detail }) => reason(code, options.locale, detail));
  return {
    slug: signature.slug,
    state: signature.state,
    group: ranked.group,
    cause: cause?.id ?? null,
    score: Math.round(Math.min(1, ranked.score) * 1000) / 1000,
    line: ranked.line?.slice(0, MAX_SHOWN_LINE) ?? null,
    reasons: [...reasons, ...(cause?.reasons ?? [])],
  };
}
