import type { Context } from '../context/context.ts';
import type { GpuFamily, Trainer } from '../context/ids.ts';
import type { FixKind } from '../fix-kinds.ts';
import type { Locale, Localized } from '../locale.ts';

/**
 * What a reply may say of one guide, in both languages: sentences of `guide.yaml` and of the articles, in which
 * backticks mark code. Plain JSON: published under `data/replies/`, and read by the command line.
 */
export interface ReplyGuide {
  slug: string;
  headline: string;
  exception?: string | undefined;
  verdict: Localized;
  /** In the order of the guide. */
  causes: readonly ReplyCause[];
  /** In the order to try. */
  fixes: readonly ReplyFix[];
}

export interface ReplyCause {
  id: string;
  title: Localized;
  /** What the reader sees if this cause is theirs. */
  sign: Localized;
  /** Why it happens, in one sentence that goes on after "Because". */
  because: Localized;
}

export interface ReplyFix {
  id: string;
  kind: FixKind;
  /** Ids of the causes that it is for. */
  causes: readonly string[];
  title: Localized;
  /** What to do, in one sentence; empty where the code says it all. */
  how: Localized;
  /** Whether the guide shows code for it. */
  hasCode: boolean;
  /** The short ones of them, each for a trainer and a GPU. */
  code: readonly ReplyCode[];
  check: Localized;
  /** Whether the guide shows code for the check. */
  checkHasCode: boolean;
  /** That code, where it is short. */
  checkCode: readonly ReplyCode[];
}

/** At most three lines, of a region that was executed. */
export interface ReplyCode {
  language: 'python' | 'bash';
  lines: readonly string[];
  /** Empty: for all. */
  trainer: readonly Trainer[];
  gpu: readonly GpuFamily[];
}

/** Everything that a reply is made from. Plain JSON. */
export interface ReplyInput {
  /** Language of the reply, whatever that of the page or of the issue is. */
  locale: Locale;
  guide: ReplyGuide;
  /** Permanent link of the guide, absolute and without query: `https://…/e/<slug>/`. */
  permalink: string;
  /** The cause or the fix that the reply is about, by id. Unknown ids are ignored. */
  cause?: string | undefined;
  fix?: string | undefined;
  /** Set-up of the person who reported the error. */
  context?: Context | undefined;
  /** What they pasted: any text of any length. Where it is empty the guide's own message is quoted. */
  quote?: string | undefined;
}

/** One reply in two forms: for an issue tracker, and for mail or chat. */
export interface Reply {
  markdown: string;
  plain: string;
}
