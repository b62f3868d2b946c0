import type { CompiledIndex, Hit } from '../finder/index.ts';

/**
 * The hit that an answer may be given for without a person looking first, or undefined. Only the best specific hit
 * counts: a wrapper or a generic message says too little, and a guide below an unwritten one answers another error.
 */
export function certainHit(hits: readonly Hit[], index: CompiledIndex): Hit | undefined {
  const tiers = new Map(index.guides.map(({ slug, tier }) => [slug, tier]));
  const best = hits.find(
    ({ group, slug }) => group !== 'related' && tiers.get(slug) === 'specific',
  );
  return best?.state === 'written' ? best : undefined;
}
