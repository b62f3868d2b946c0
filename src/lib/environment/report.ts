import type { Context } from '../context/context.ts';
import type { Mismatch, SourceLink } from './data.ts';
import type { Format } from './types.ts';

/** In the order in which they are shown. */
export const findingGroups = ['error', 'conflict', 'affected', 'possible'] as const;

/**
 * - `error`: a cause of the very error that stands in the paste
 * - `conflict`: versions, cards or drivers that do not fit together, or statements that contradict
 * - `affected`: known errors of these versions that a newer or older version does not have
 * - `possible`: known errors that these versions do not rule out
 */
export type FindingGroup = (typeof findingGroups)[number];

export type FindingCode =
  'cause' | 'requirement' | 'python-version' | 'contradiction' | 'gpu-feature' | Mismatch;

/** One thing that the check found. Texts may hold code between backticks. */
export interface Finding {
  readonly group: FindingGroup;
  readonly code: FindingCode;
  readonly title: string;
  readonly detail: string;
  /** Lines of the paste that it rests on, from 1. */
  readonly lines: readonly number[];
  /** Packages that it is about. */
  readonly packages: readonly string[];
  readonly guide: GuideLink | null;
  readonly source: SourceLink | null;
}

export interface GuideLink {
  readonly slug: string;
  readonly cause: string | null;
  readonly text: string;
}

/** One row of the summary: what the check understood. */
export interface FactRow {
  readonly label: string;
  readonly value: string;
  readonly lines: readonly number[];
}

export interface InstallSuggestion {
  readonly command: string;
  readonly text: string;
  readonly guide: GuideLink;
}

export interface Report {
  /** What was recognised, in the order of the paste. */
  readonly readings: readonly { readonly format: Format; readonly text: string }[];
  readonly facts: readonly FactRow[];
  readonly findings: readonly Finding[];
  /** What could not be judged, and why. */
  readonly unknown: readonly string[];
  readonly install: InstallSuggestion | null;
  /** Why no command is offered, where one would be expected. */
  readonly noInstall: string | null;
  /** What the paste says of the reader's set-up. */
  readonly context: Context;
  /** One sentence for the whole. */
  readonly summary: string;
}
