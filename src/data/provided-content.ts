import type { KeptPages } from '#src/build/kept-pages.ts';
import type { CurrentHashes, Evidence } from '#src/lib/evidence/types.ts';
import type { Locale, Localized } from '#src/lib/locale.ts';
import type { ReplyGuide } from '#src/lib/reply/types.ts';
import type { RegionSource } from '#src/lib/snippets/regions.ts';
import type { ArticleMarkdown } from '#src/lib/twin/article-markdown.ts';
import type { FigureRuns } from '#src/schemas/figure-runs.ts';
import type { GlossaryEntry } from '#src/schemas/glossary.ts';
import type { GuideData } from '#src/schemas/guide.ts';
import type { HardwareData } from '#src/schemas/hardware.ts';
import type { PackageData } from '#src/schemas/package.ts';
import type { RetiredGuide } from '#src/schemas/retired.ts';

/** A text in MDX with its front matter. */
export interface ProvidedText {
  /** Where its file lies. */
  path: string;
  /** Document title and description. */
  title: string;
  description: string;
}

export interface ProvidedArticle extends ProvidedText {
  /** The headings that the author wrote, with their permanent ids. */
  headings: readonly { id: string; text: string }[];
  /** Without components. */
  markdown: ArticleMarkdown;
}

export interface ProvidedGuide {
  slug: string;
  /** Of all its files. */
  hash: string;
  data: GuideData;
  /** Where the guide's files lie. */
  dir: string;
  articles: Partial<Localized<ProvidedArticle>>;
  /** Snippets by region name. */
  regions: Readonly<Record<string, RegionSource>>;
  evidence: { record: Evidence; hashes: CurrentHashes } | undefined;
  /** What an issue reply may say of it; undefined for a planned one. */
  reply: ReplyGuide | undefined;
  /** Those of the guide's files that readers may download. */
  downloads: readonly string[];
}

/** What the checks have read and passed. */
export interface ProvidedContent {
  guides: readonly ProvidedGuide[];
  /** Prose pages that are no guides. */
  prose: readonly (ProvidedText & { locale: Locale; name: string })[];
  glossary: readonly GlossaryEntry[];
  /** Guides that ended; their addresses stay. */
  retired: readonly RetiredGuide[];
  /** What GPU families can do and what CUDA needs. */
  hardware: HardwareData;
  /** Releases and requirements of libraries. */
  packages: readonly PackageData[];
  /** What was measured for the figures. */
  figures: FigureRuns;
  /** Where a build writes; undefined in development. */
  dist: string | undefined;
  /** Puts into place what an earlier build made of guides; undefined where nothing is kept. */
  kept: Pick<KeptPages, 'restore'> | undefined;
}

/**
 * Configuration and pages are module graphs of their own in one process, so content changes hands
 * under a name of the process. Astro's store instead would write all of it to the disk, and the
 * bundler would make modules of it: a quarter of the time of a build.
 */
const holder = globalThis as { [provided]?: ProvidedContent };
const provided = Symbol.for('tracebook.content');

/** Hands the content to the pages; in development again after each change. */
export function provideContent(content: ProvidedContent): void {
  holder[provided] = content;
}

/** The content as it was last provided; throws where none was. */
export function providedContent(): ProvidedContent {
  const content = holder[provided];
  if (!content) throw new Error('No content was provided: see contentProvider in astro.config.mjs');
  return content;
}
