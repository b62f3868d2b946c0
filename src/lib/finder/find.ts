/** The finder's stages in order. Every stage is pure; this file and `hits.ts` only connect them. */
import { decidingCause, rankCauses, type Paste, type RankedCause } from './causes.ts';
import { toHit } from './exact.ts';
import { rankedHits } from './hits.ts';
import type { Ranked } from './literal-hits.ts';
import type { CompiledIndex } from './open.ts';
import { read } from './reading.ts';
import { reason } from './reasons.ts';
import type { CauseSignature, FindOptions, GuideDetails, Hit } from './types.ts';

/** Guides that answer the text, best first: `exact`, then `likely`, then `related`. Never throws. */
export function find(text: string, index: CompiledIndex, options: FindOptions): Hit[] {
  const reading = read(text);
  return rankedHits(reading, index, options.limit).map((ranked) =>
    withCause(withReasons(ranked, index, options), reading, index, options),
  );
}

/** Causes of one guide that the text points to, strongest first: "which cause is mine?" on a guide's page. */
export function findCauses(
  text: string,
  causes: readonly CauseSignature[],
  options: FindOptions,
): RankedCause[] {
  return rankCauses(causes, read(text), options);
}

function withReasons(ranked: Ranked, index: CompiledIndex, { locale }: FindOptions): Hit {
  const reasons = ranked.reasons.map(({ code, detail }) => reason(code, locale, detail));
  return { ...toHit(ranked, index), reasons };
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
