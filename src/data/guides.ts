import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { summarize, type EvidenceSummary } from '#src/lib/evidence/summary.ts';
import type { Proof } from '#src/lib/evidence/stamp.ts';
import type { Run } from '#src/lib/evidence/types.ts';
import type { Locale } from '#src/lib/locale.ts';
import { withLazy } from '#src/lib/lazy.ts';
import { phases } from '#src/lib/phases.ts';
import type { GuideData, PlannedGuideData, WrittenGuideData } from '#src/schemas/guide.ts';
import type { Guide, GuideSummary } from './guide.ts';
import { knownReleases } from './packages.ts';
import { providedContent, type ProvidedArticle, type ProvidedGuide } from './provided-content.ts';
import { remember, rememberEach } from './remember.ts';

export type { Guide, GuideSummary };

type WrittenEntry = ProvidedGuide & { data: WrittenGuideData };

/** A file that readers may download. */
export interface GuideFile {
  name: string;
  /** Read when the file is written: the texts of all guides would fill the memory. */
  text: () => string;
}

const entries = remember(() =>
  providedContent().guides.toSorted(
    (a, b) => order(a.data) - order(b.data) || a.slug.localeCompare(b.slug, 'en'),
  ),
);

const order = (data: GuideData) => phases.indexOf(data.phase);

function outline({ slug, data }: ProvidedGuide, locale: Locale) {
  const { state, headline, exception, phase, packages } = data;
  return { slug, state, headline, exception, title: data.titles[locale], phase, packages };
}

const reproducedBy = rememberEach((entry: ProvidedGuide): Run | undefined => {
  const evidence = isWritten(entry) ? summaryOf(entry, new Map()) : undefined;
  return evidence?.isReproduced ? evidence.main : undefined;
});

/** Every guide, written or planned, by phase and then by name. */
export const guideSummaries = remember((locale: Locale): GuideSummary[] =>
  entries().map((entry) => withLazy(outline(entry, locale), { run: () => reproducedBy(entry) })),
);

/** The same for both languages. */
const evidenceOf = remember((entry: WrittenEntry) => summaryOf(entry, knownReleases()));

/** Every written guide with all that its page shows. */
export const writtenGuides = remember((locale: Locale): Guide[] => {
  const summaries = guideSummaries(locale);
  const places = new Map(summaries.map(({ slug }, at) => [slug, at]));
  const written = summaries.filter(({ state }) => state === 'written');
  return entries()
    .filter(isWritten)
    .map((entry, index) => {
      const { data } = entry;
      const neighbour = (at: number) =>
        written[at]?.phase === data.phase ? written[at] : undefined;
      const related = [...new Set(data.related)]
        .flatMap((slug) => places.get(slug) ?? [])
        .sort((a, b) => a - b)
        .flatMap((at) => summaries[at] ?? []);
      const [previous, next] = [neighbour(index - 1), neighbour(index + 1)];
      return withLazy(
        { ...outline(entry, locale), locale, data, related, previous, next },
        {
          run: () => reproducedBy(entry),
          regions: () => entry.regions,
          evidence: () => evidenceOf(entry),
          files: () => entry.downloads,
          article: () => articleOf(entry, locale),
          documentTitle: () => articleOf(entry, locale).title,
          description: () => articleOf(entry, locale).description,
          markdown: () => articleOf(entry, locale).markdown,
        },
      );
    });
});

function articleOf({ slug, articles }: WrittenEntry, locale: Locale): ProvidedArticle {
  const article = articles[locale];
  if (!article) throw new Error(`content/guides/${slug}/${locale}.mdx is missing`);
  return article;
}

function summaryOf(
  { data, evidence }: WrittenEntry,
  releases: ReturnType<typeof knownReleases>,
): EvidenceSummary | undefined {
  if (!evidence) return undefined;
  const proofs = data.fixes.map(proofOf);
  return summarize(evidence.record, evidence.hashes, proofs, data.packages, releases);
}

function proofOf({ id, kind, regions }: WrittenGuideData['fixes'][number]): Proof {
  const names = regions.map(({ name }) => name);
  const isCheckOnly = kind === 'diagnosis' && names.every((name) => name.startsWith('check-'));
  return { id, checks: isCheckOnly ? names : [] };
}

/** Every file that readers may download, by guide. */
export function guideFiles(): { slug: string; file: GuideFile }[] {
  return entries().flatMap((entry) =>
    [...folderFiles(entry), ...probeFiles(entry)].map((file) => ({ slug: entry.slug, file })),
  );
}

function folderFiles({ dir, downloads }: ProvidedGuide): GuideFile[] {
  return downloads.map((name) => ({ name, text: () => readFileSync(join(dir, name), 'utf8') }));
}

/** A guide's probe as a file of its own, and how its output is read. */
function probeFiles({ data, regions }: ProvidedGuide): GuideFile[] {
  const probe = data.state === 'written' ? data.probe : undefined;
  const code = probe && regions[probe.region]?.code;
  if (!probe || !code) return [];
  return [
    { name: 'probe.py', text: () => `${code}\n` },
    { name: 'probe.json', text: () => JSON.stringify({ rules: probe.rules }) },
  ];
}

/** The known errors that have no page yet. */
export function plannedGuides(): { slug: string; data: PlannedGuideData }[] {
  return entries().filter(isPlanned);
}

/** Slug and data of every guide: what lists of messages and the finder's data are made from. */
export function guideData(): readonly { slug: string; data: GuideData }[] {
  return entries();
}

/** What the environment check needs of every written guide: causes with their versions, and all runs. */
export function guideRuns() {
  return entries()
    .filter(isWritten)
    .map(({ slug, data, evidence }) => ({
      ...{ slug, headline: data.headline, titles: data.titles, causes: data.causes },
      runs: evidence?.record.runs ?? [],
    }));
}

function isWritten(entry: ProvidedGuide): entry is WrittenEntry {
  return entry.data.state === 'written';
}

function isPlanned(entry: ProvidedGuide): entry is ProvidedGuide & { data: PlannedGuideData } {
  return entry.data.state === 'planned';
}
