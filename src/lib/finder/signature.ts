import type { Localized } from '../locale.ts';
import type { CauseSignature, Frame, Signature } from './types.ts';

/** The part of a `guide.yaml` that the finder lives on (`src/schemas/guide.ts` holds the whole). */
export interface GuideFacts {
  state: Signature['state'];
  tier: Signature['tier'];
  headline: string;
  titles: Localized;
  messages: Signature['messages'];
  near_misses: Signature['nearMisses'];
  frames: readonly Frame[];
  aliases: Readonly<Record<'en' | 'zh', readonly string[]>>;
  causes?: readonly { id: string; fingerprints: Omit<CauseSignature, 'id'> }[];
  sources: readonly { url: string; title: string }[];
}

/** Upstream addresses shown for a planned guide; its permanent page shows them all. */
const maxLinks = 3;

/** What the finder needs of one guide, and nothing else: this is sent to browsers. */
export function toSignature(slug: string, guide: GuideFacts): Signature {
  const signature: Signature = {
    slug,
    state: guide.state,
    tier: guide.tier,
    headline: guide.headline,
    titles: guide.titles,
    messages: guide.messages.map(({ template, tier }) => ({ template, ...(tier && { tier }) })),
    nearMisses: guide.near_misses,
    frames: guide.frames,
    aliases: [...guide.aliases.en, ...guide.aliases.zh],
    causes: (guide.causes ?? []).map(({ id, fingerprints }) => ({ id, ...fingerprints })),
  };
  if (guide.state === 'written') return signature;
  const links = guide.sources.slice(0, maxLinks).map(({ url, title }) => ({ url, title }));
  return { ...signature, links };
}
