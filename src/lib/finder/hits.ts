/** Which guides answer a text: all stages but the last, which tells their causes. */
import { affinities } from './affinity.ts';
import { aliasHits } from './alias.ts';
import { claims } from './claims.ts';
import { frameEvidence } from './evidence.ts';
import { toHit } from './exact.ts';
import type { CompiledIndex } from './open.ts';
import { overlaps } from './overlap.ts';
import { group } from './rank.ts';
import type { Reading } from './reading.ts';
import { reason } from './reasons.ts';
import { speltClaims } from './spelt.ts';
import { textsOf } from './texts.ts';
import type { FindOptions, Hit } from './types.ts';

const LIMIT = 8;

/** The hits of `find` before their causes are known. */
export function findHits(reading: Reading, index: CompiledIndex, options: FindOptions): Hit[] {
  const { stream, salient, lines } = reading;
  const texts = textsOf(index);
  const evidence = {
    stream,
    salient,
    claims: claims(stream, index),
    spelt: speltClaims(salient, index),
    overlaps: overlaps(salient, lines, texts),
    affinities: affinities(salient, texts),
    aliases: aliasHits(lines, index),
    frames: frameEvidence(lines, index),
  };
  return group(evidence, index)
    .slice(0, options.limit ?? LIMIT)
    .map((ranked) => ({
      ...toHit(ranked, index),
      reasons: ranked.reasons.map(({ code, detail }) => reason(code, options.locale, detail)),
    }));
}
