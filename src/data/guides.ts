import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getCollection, getEntry } from 'astro:content';
import { summarize, type EvidenceSummary } from '#src/lib/evidence/summary.ts';
import type { Evidence, Run } from '#src/lib/evidence/types.ts';
import type { Locale, Localized } from '#src/lib/locale.ts';
import { phases } from '#src/lib/phases.ts';
import type { RegionSource } from '#src/lib/snippets/regions.ts';
import type { ArticleMarkdown } from '#src/lib/twin/article-markdown.ts';
import type { GuideData, PlannedGuideData, WrittenGuideData } from '#src/schemas/guide.ts';
import type { Guide, GuideSummary } from './guide.ts';
import { knownReleases } from './packages.ts';
import { remember } from './remember.ts';

export type { Guide, GuideSummary };

interface GuideEntry {
  slug: string;
  data: GuideData;
  regions: Readonly<Record<string, RegionSource>>;
  /** Where the guide's files lie, from the root of the repository. */
  folder: string;
  files: readonly string[];
  evidence: { record: Evidence; prelude: string; scenarios: [string, string][] } | undefined;
  markdown: Partial<Localized<ArticleMarkdown>>;
}

/** A file that readers may download. */
export interface GuideFile {
  name: string;
  /** Read when the file is written: the texts of all guides would fill the memory. */
  text: () => string;
}

/** As the loader keeps it: without a schema, which `authoring` has applied already. */
type StoredGuide = GuideData & Omit<GuideEntry, 'data'> & { reply: unknown };

const entries = remember<[], Promise<GuideEntry[]>>(async () => {
  const all = await getCollection('guides');
  return all
    .map(({ data: stored }) => {
      const {
        slug,
        reply: _reply,
        folder,
        files,
        regions,
        evidence,
        markdown,
        ...data
      } = stored as StoredGuide;
      return { slug, data, folder, regions, files, evidence, markdown };
    })
    .toSorted((a, b) => order(a.data) - order(b.data) || a.slug.localeCompare(b.slug, 'en'));
});

const order = (data: GuideData) => phases.indexOf(data.phase);

function summary(entry: GuideEntry, locale: Locale): GuideSummary {
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

function reproducedBy(entry: GuideEntry): Run | undefined {
  const evidence = isWritten(entry) ? summaryOf(entry, new Map()) : undefined;
  return evidence?.isReproduced ? evidence.main : undefined;
}

/** Every guide, written or planned, by phase and then by name. */
export const guideSummaries = remember(async (locale: Locale): Promise<GuideSummary[]> => {
  return (await entries()).map((entry) => summary(entry, locale));
});

/** Every written guide with all that its page shows. */
export const writtenGuides = remember(async (locale: Locale): Promise<Guide[]> => {
  const summaries = await guideSummaries(locale);
  const places = new Map(summaries.map(({ slug }, at) => [slug, at]));
  const written = summaries.filter(({ state }) => state === 'written');
  const releases = await knownReleases();
  return Promise.all(
    (await entries()).filter(isWritten).map(async (entry, index) => {
      const article = await getEntry('articles', `${entry.slug}/${locale}`);
      const markdown = entry.markdown[locale];
      const own = written[index];
      if (!own || !article || !markdown) {
        throw new Error(`content/guides/${entry.slug}/${locale}.mdx is missing`);
      }
      const neighbour = (at: number) =>
        written[at]?.phase === entry.data.phase ? written[at] : undefined;
      return {
        ...own,
        locale,
        data: entry.data,
        regions: entry.regions,
        evidence: summaryOf(entry, releases),
        files: entry.files,
        documentTitle: article.data.title,
        description: article.data.description,
        article,
        markdown,
        related: [...new Set(entry.data.related)]
          .flatMap((slug) => places.get(slug) ?? [])
          .sort((a, b) => a - b)
          .flatMap((at) => summaries[at] ?? []),
        previous: neighbour(index - 1),
        next: neighbour(index + 1),
      };
    }),
  );
});

function summaryOf(
  { data, evidence }: GuideEntry & { data: WrittenGuideData },
  releases: Awaited<ReturnType<typeof knownReleases>>,
): EvidenceSummary | undefined {
  if (!evidence) return undefined;
  const hashes = { prelude: evidence.prelude, scenarios: new Map(evidence.scenarios) };
  const fixIds = data.fixes.map(({ id }) => id);
  return summarize(evidence.record, hashes, fixIds, data.packages, releases);
}

/** Every file that readers may download, by guide. */
export async function guideFiles(): Promise<{ slug: string; file: GuideFile }[]> {
  return (await entries()).flatMap((entry) =>
    [...folderFiles(entry), ...probeFiles(entry)].map((file) => ({ slug: entry.slug, file })),
  );
}

function folderFiles({ folder, files }: GuideEntry): GuideFile[] {
  return files.map((name) => ({ name, text: () => readFileSync(join(folder, name), 'utf8') }));
}

/** A guide's probe as a file of its own, and how its output is read. */
function probeFiles({ data, regions }: GuideEntry): GuideFile[] {
  const probe = data.state === 'written' ? data.probe : undefined;
  const code = probe && regions[probe.region]?.code;
  if (!probe || !code) return [];
  return [
    { name: 'probe.py', text: () => `${code}\n` },
    { name: 'probe.json', text: () => JSON.stringify({ rules: probe.rules }) },
  ];
}

/** The known errors that have no page yet. */
export async function plannedGuides(): Promise<{ slug: string; data: PlannedGuideData }[]> {
  return (await entries()).filter(isPlanned);
}

/** Slug and data of every guide: what lists of messages and the finder's data are made from. */
export async function guideData(): Promise<{ slug: string; data: GuideData }[]> {
  return entries();
}

/** What the environment check needs of every written guide: causes with their versions, and all runs. */
export async function guideRuns() {
  return (await entries()).filter(isWritten).map(({ slug, data, evidence }) => ({
    ...{ slug, headline: data.headline, titles: data.titles, causes: data.causes },
    runs: evidence?.record.runs ?? [],
  }));
}

function isWritten(entry: GuideEntry): entry is GuideEntry & { data: WrittenGuideData } {
  return entry.data.state === 'written';
}

function isPlanned(entry: GuideEntry): entry is GuideEntry & { data: PlannedGuideData } {
  return entry.data.state === 'planned';
}
