import { locales } from '#src/i18n/locales.ts';
import { contentHash } from './hashed-json.ts';
import { guideSummaries, writtenGuides, type Guide } from './guides.ts';
import { providedContent } from './provided-content.ts';
import { remember } from './remember.ts';
import { signaturesPath } from './signatures.ts';

/**
 * Whether a guide's files must be made: those of a guide that has not changed since an earlier build are put
 * into place as they are. Of other guides they show summaries only, and all name the finder's data.
 */
export const isFresh = remember((slug: string): boolean => {
  const { kept } = providedContent();
  const hash = guideHashes().get(slug);
  if (!kept || hash === undefined) return true;
  return !kept.restore(slug, [hash, summariesHash(), signaturesPath()]);
});

/** The written guides whose files must be made, each in its languages: these share their code. */
export async function freshGuides(): Promise<Guide[]> {
  const [first = [], ...others] = await Promise.all(locales.map(writtenGuides));
  return first
    .flatMap((guide, at) => [guide, ...others.flatMap((guides) => guides[at] ?? [])])
    .filter(({ slug }) => isFresh(slug));
}

const guideHashes = remember(
  () => new Map(providedContent().guides.map(({ slug, hash }) => [slug, hash])),
);

const summariesHash = remember(() =>
  contentHash(JSON.stringify([guideSummaries('en'), guideSummaries('zh')])),
);
