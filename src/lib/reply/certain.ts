import type { CompiledIndex, Hit } from '../finder/index.ts';

/**
 * The hit that an answer may be given for without a person looking first, or undefined. Only the best specific hit
 * counts: a wrapper or a generic message says too little, and a guide below an unwritten one answers another error.
 */
export function certainHit(hits: readonly Hit[], index: CompiledIndex): Hit | undefined {
  const kinds = new Map(index.guides.map(({ slug, kind }) => [slug, kind]));
  const best = hits.find(({ group, slug }) => group !== 'related' && kinds.get(slug) === 's');
  return best?.state === 'written' ? best : undefined;
}
