/** `guide.yaml` to the finder's signatures. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Signature } from '../lib/finder/types.ts';
import { guideSchema, type GuideData } from '../schemas/guide.ts';

/** Upstream addresses shown for a planned guide. */
const MAX_LINKS = 4;

/** What the finder needs of one guide, and nothing else: this is sent to browsers. */
export function toSignature(slug: string, guide: GuideData): Signature {
  const causes = guide.state === 'written' ? guide.causes : [];
  const shared = {
    slug,
    state: guide.state,
    tier: guide.tier,
    headline: guide.headline,
    titles: guide.titles,
    messages: guide.messages.map(({ id, template }) => ({ id, template })),
    nearMisses: guide.near_misses,
    frames: guide.frames,
    aliases: [...guide.aliases.en, ...guide.aliases.zh],
    causes: causes.map(({ id, fingerprints }) => ({ id, ...fingerprints })),
  };
  if (guide.state === 'written') return shared;
  return {
    ...shared,
    links: guide.sources.slice(0, MAX_LINKS).map(({ url, title }) => ({ url, title })),
  };
}

/** Signatures of every guide under `content/guides`, by slug. Throws with the file's name where one cannot be read. */
export function loadSignatures(contentDir: string): Signature[] {
  return loadGuideData(contentDir).map(({ slug, data }) => toSignature(slug, data));
}

/**
 * Every `guide.yaml`, without prose, programs and checks: `read-guides.ts` reads those too and takes ten times as
 * long, which nobody who pipes an error into the command line should wait for.
 */
export function loadGuideData(contentDir: string): { slug: string; data: GuideData }[] {
  const guides = join(contentDir, 'guides');
  return readdirSync(guides, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((slug) => {
      const file = join(guides, slug, 'guide.yaml');
      const result = guideSchema.safeParse(parse(readFileSync(file, 'utf8')));
      if (result.success) return { slug, data: result.data };
      const problem = result.error.issues[0];
      throw new Error(
        `${file}: ${problem?.path.join('.') ?? ''} ${problem?.message ?? 'is not a guide'}`,
      );
    });
}
