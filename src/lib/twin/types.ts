import type { EvidenceSummary } from '../evidence/summary.ts';
import type { FixStampWords } from '../evidence/wording.ts';
import type { GpuFamily, Trainer } from '../context/ids.ts';
import type { FixKind } from '../fix-kinds.ts';
import type { Locale, Localized } from '../locale.ts';
import type { Phase } from '../phases.ts';
import type { RegionSource } from '../snippets/regions.ts';
import type { SectionAnchor } from '../anchors.ts';
import type { ArticleMarkdown } from './article-markdown.ts';

type Ranges = Readonly<Record<string, string>>;

/** The part of a guide that its twin shows (`src/data/guides.ts` holds the whole). */
export interface TwinGuide {
  slug: string;
  locale: Locale;
  headline: string;
  exception: string | undefined;
  title: string;
  description: string;
  phase: Phase;
  packages: readonly string[];
  regions: Readonly<Record<string, RegionSource>>;
  evidence: EvidenceSummary | undefined;
  markdown: ArticleMarkdown;
  data: {
    status: Localized;
    impossible_on: readonly (Localized & { gpu: readonly GpuFamily[] })[];
    messages: readonly TwinMessage[];
    causes: readonly TwinCause[];
    fixes: readonly TwinFix[];
    unhelpful: readonly { advice: Localized; why: Localized; sources: readonly string[] }[];
    sources: readonly { id: string; url: string; title: string; supports: Localized }[];
    changes: readonly (Localized & { date: string })[];
  };
}

export interface TwinMessage {
  id: string;
  kind: 'exception' | 'warning' | 'log';
  template: string;
  examples: readonly string[];
  emitter: { package: string; versions?: string | undefined };
}

export interface TwinCause {
  id: string;
  title: Localized;
  sign: Localized;
  affected: Ranges;
  fixed_in: Ranges;
}

export interface TwinFix {
  id: string;
  kind: FixKind;
  title: Localized;
  causes: readonly string[];
  regions: readonly {
    name: string;
    trainer?: readonly Trainer[] | undefined;
    gpu?: readonly GpuFamily[] | undefined;
    file?: string | undefined;
  }[];
  not_run?: Localized | undefined;
}

/** Full addresses of a guide. */
export interface GuideAddresses {
  page: string;
  permalink: string;
  /** The page in the other language. */
  translation: string;
  /** The twin itself. */
  twin: string;
  /** The guide as JSON. */
  api: string;
}

/** The words of one language that a twin needs; the interface's strings have them all. */
export interface TwinWords {
  phases: Readonly<Record<Phase, { name: string }>>;
  guide: {
    sections: Readonly<Record<SectionAnchor, string>>;
    table: { sign: string; cause: string; fix: string };
    causeNumber: (n: number) => string;
    fixNumber: (n: number) => string;
    resolution: string;
    workaround: string;
    diagnosis: string;
    forCauses: string;
    printedBy: string;
    kinds: Readonly<Record<TwinMessage['kind'], string>>;
  };
  evidence: {
    passed: (passed: number, all: number) => string;
    executedOn: (devices: readonly string[]) => string;
    notRechecked: (name: string, version: string) => string;
    fix: FixStampWords;
  };
  snippet: { forTrainer: Readonly<Record<Trainer, string>>; illustration: string };
  context: {
    families: Readonly<Record<GpuFamily, string>>;
    impossible: (cards: readonly string[]) => string;
  };
}
