/** Which guides answer a text: all stages but the last, which tells their causes. */
import { claims } from './claims.ts';
import { frameEvidence } from './evidence.ts';
import { toHit } from './exact.ts';
import type { Ranked } from './literal-hits.ts';
import type { CompiledIndex } from './open.ts';
import { overlaps } from './overlap.ts';
import { group } from './rank.ts';
import type { Reading } from './reading.ts';
import { speltClaims } from './spelt.ts';
import { textsOf } from './text-index.ts';
import type { Hit } from './types.ts';

const LIMIT = 8;

/** The best guides, eight where no other number is given. */
export function rankedHits(reading: Reading, index: CompiledIndex, limit = LIMIT): Ranked[] {
  const { stream, salient, lines } = reading;
  const texts = textsOf(index);
  const evidence = {
    stream,
    salient,
    claims: claims(stream, index),
    spelt: speltClaims(salient, index, texts),
    ...overlaps(salient, lines, texts),
    frames: frameEvidence(lines, index),
  };
  return group(evidence, index).slice(0, limit);
}

/** The hits of `find` before reasons and causes are told. */
export function findHits(reading: Reading, index: CompiledIndex): Hit[] {
  return rankedHits(reading, index).map((ranked) => toHit(ranked, index));
}
