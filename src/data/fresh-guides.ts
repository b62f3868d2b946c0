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
  const { guides, kept } = providedContent();
  const guide = guides.find((one) => one.slug === slug);
  if (!kept || !guide) return true;
  return !kept.restore(slug, [guide.hash, summariesHash(), signaturesPath()]);
});

/** The written guides, in both languages, whose files must be made. */
export async function freshGuides(): Promise<Guide[]> {
  const guides = await Promise.all(locales.map(writtenGuides));
  return guides.flat().filter(({ slug }) => isFresh(slug));
}

const summariesHash = remember(() =>
  contentHash(JSON.stringify([guideSummaries('en'), guideSummaries('zh')])),
);
