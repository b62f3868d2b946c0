import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { summarize, type EvidenceSummary } from '#src/lib/evidence/summary.ts';
import type { Run } from '#src/lib/evidence/types.ts';
import type { Locale } from '#src/lib/locale.ts';
import { phases } from '#src/lib/phases.ts';
import type { GuideData, PlannedGuideData, WrittenGuideData } from '#src/schemas/guide.ts';
import type { Guide, GuideSummary } from './guide.ts';
import { knownReleases } from './packages.ts';
import { providedContent, type ProvidedGuide } from './provided-content.ts';
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

function summary(entry: ProvidedGuide, locale: Locale): GuideSummary {
  const { slug, data } = entry;
  return {
    slug,
    state: data.state,
    headline: data.headline,
    exception: data.exception,
    title: data.titles[locale],
    phase: data.phase,
    packages: data.packages,
    run: reproducedBy(entry),
  };
}

const reproducedBy = rememberEach((entry: ProvidedGuide): Run | undefined => {
  const evidence = isWritten(entry) ? summaryOf(entry, new Map()) : undefined;
  return evidence?.isReproduced ? evidence.main : undefined;
});

/** Every guide, written or planned, by phase and then by name. */
export const guideSummaries = remember((locale: Locale): GuideSummary[] =>
  entries().map((entry) => summary(entry, locale)),
);

/** Every written guide with all that its page shows. */
export const writtenGuides = remember(async (locale: Locale): Promise<Guide[]> => {
  const summaries = guideSummaries(locale);
  const places = new Map(summaries.map(({ slug }, at) => [slug, at]));
  const written = summaries.filter(({ state }) => state === 'written');
  const guides = entries().filter(isWritten);
  const evidence = await Promise.all(guides.map(evidenceOf));
  return guides.map((entry, index) => {
    const article = entry.articles[locale];
    const own = written[index];
    if (!own || !article) {
      throw new Error(`content/guides/${entry.slug}/${locale}.mdx is missing`);
    }
    const neighbour = (at: number) =>
      written[at]?.phase === entry.data.phase ? written[at] : undefined;
    return {
      ...own,
      locale,
      data: entry.data,
      regions: entry.regions,
      evidence: evidence[index],
      files: entry.downloads,
      documentTitle: article.title,
      description: article.description,
      article,
      markdown: article.markdown,
      related: [...new Set(entry.data.related)]
        .flatMap((slug) => places.get(slug) ?? [])
        .sort((a, b) => a - b)
        .flatMap((at) => summaries[at] ?? []),
      previous: neighbour(index - 1),
      next: neighbour(index + 1),
    };
  });
});

/** The releases of a build, or of a run of the development server, are always the same. */
const evidenceOf = rememberEach(async (entry: WrittenEntry) =>
  summaryOf(entry, await knownReleases()),
);

function summaryOf(
  { data, evidence }: WrittenEntry,
  releases: Awaited<ReturnType<typeof knownReleases>>,
): EvidenceSummary | undefined {
  if (!evidence) return undefined;
  const fixIds = data.fixes.map(({ id }) => id);
  return summarize(evidence.record, evidence.hashes, fixIds, data.packages, releases);
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
