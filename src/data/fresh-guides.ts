import { locales } from '#src/i18n/locales.ts';
import { contentHash } from './hashed-json.ts';
import { guideSummaries, writtenGuides, type Guide } from './guides.ts';
import { providedContent } from './provided-content.ts';
import { remember } from './remember.ts';
import { signaturesPath } from './signatures.ts';

/**
 * The guides whose files are in place already, as an earlier build made them. Of other guides they show summaries
 * only, and all name the finder's data.
 */
export const restoredGuides = remember(async (): Promise<ReadonlySet<string>> => {
  const { kept, guides } = providedContent();
  if (!kept) return new Set();
  const summaries = contentHash(JSON.stringify([guideSummaries('en'), guideSummaries('zh')]));
  const shared = [summaries, signaturesPath()];
  return kept.restore(new Map(guides.map(({ slug, hash }) => [slug, [hash, ...shared]])));
});

/** The written guides whose files must be made, each in its languages: these share their code. */
export async function freshGuides(): Promise<Guide[]> {
  const restored = await restoredGuides();
  const [first = [], ...others] = locales.map((locale) => writtenGuides(locale));
  return first
    .flatMap((guide, at) => [guide, ...others.flatMap((guides) => guides[at] ?? [])])
    .filter(({ slug }) => !restored.has(slug));
}
