import type { EvidenceSummary } from '#src/lib/evidence/summary.ts';
import type { Run } from '#src/lib/evidence/types.ts';
import type { Locale } from '#src/lib/locale.ts';
import type { RegionSource } from '#src/lib/snippets/regions.ts';
import type { ArticleMarkdown } from '#src/lib/twin/article-markdown.ts';
import type { GuideData, WrittenGuideData } from '#src/schemas/guide.ts';
import type { ProvidedArticle } from './provided-content.ts';

/** Enough of a guide to list it or link to it. */
export interface GuideSummary {
  slug: string;
  state: GuideData['state'];
  headline: string;
  exception: string | undefined;
  title: string;
  phase: GuideData['phase'];
  packages: readonly string[];
  /** The run that raised the error, where one did. */
  run: Run | undefined;
}

/** Everything that the page of a written guide needs, in one language. */
export interface Guide extends GuideSummary {
  locale: Locale;
  data: WrittenGuideData;
  /** Snippets by region name. */
  regions: Readonly<Record<string, RegionSource>>;
  /** What was executed, where, and how it ended; undefined where nothing was. */
  evidence: EvidenceSummary | undefined;
  /** Files to download: `repro.py`, `commands.sh`, `evidence.json`. */
  files: readonly string[];
  /** Document title and description. */
  documentTitle: string;
  description: string;
  article: ProvidedArticle;
  /** The article as Markdown without components. */
  markdown: ArticleMarkdown;
  related: readonly GuideSummary[];
  /** Neighbours within the same phase. */
  previous: GuideSummary | undefined;
  next: GuideSummary | undefined;
}
