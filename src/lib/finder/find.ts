/** The finder's stages in order. Every stage is pure; this file only connects them. */
import { affinities } from './affinity.ts';
import { aliasHits } from './alias.ts';
import { decidingCause, rankCauses, type Paste, type RankedCause } from './causes.ts';
import { claims } from './claims.ts';
import { frameEvidence } from './evidence.ts';
import { toHit } from './exact.ts';
import type { CompiledIndex } from './open.ts';
import { overlaps } from './overlap.ts';
import { group } from './rank.ts';
import { read } from './reading.ts';
import { reason } from './reasons.ts';
import { speltClaims } from './spelt.ts';
import { textsOf } from './texts.ts';
import type { CauseSignature, FindOptions, GuideDetails, Hit } from './types.ts';

const LIMIT = 8;

/** Guides that answer the text, best first: `exact`, then `likely`, then `related`. Never throws. */
export function find(text: string, index: CompiledIndex, options: FindOptions): Hit[] {
  const reading = read(text);
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
    .map((ranked) => {
      const reasons = ranked.reasons.map(({ code, detail }) =>
        reason(code, options.locale, detail),
      );
      return withCause({ ...toHit(ranked, index), reasons }, reading, index, options);
    });
}

/** Causes of one guide that the text points to, strongest first: "which cause is mine?" on a guide's page. */
export function findCauses(
  text: string,
  causes: readonly CauseSignature[],
  options: FindOptions,
): RankedCause[] {
  return rankCauses(causes, read(text), options);
}

function withCause(hit: Hit, paste: Paste, { details }: CompiledIndex, options: FindOptions): Hit {
  const causes = hit.group === 'related' ? undefined : details?.[hit.slug]?.causes;
  const cause = decidingCause(rankCauses((causes ?? []).map(whole), paste, options));
  return cause ? { ...hit, cause: cause.id, reasons: [...hit.reasons, ...cause.reasons] } : hit;
}

/** A cause with the kinds of signs that it has none of. */
function whole(cause: NonNullable<GuideDetails['causes']>[number]): CauseSignature {
  return { frames: [], text: [], versions: {}, gpu: [], ...cause };
}
