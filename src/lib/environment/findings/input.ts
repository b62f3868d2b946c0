import type { Locale } from '../../locale.ts';
import type { EnvironmentData } from '../data.ts';
import type { Environment, Known } from '../environment.ts';
import type { Finding, GuideLink } from '../report.ts';
import { familyNames } from '../names-table.ts';
import type { Words } from '../words-table.ts';

/** A guide whose error stands in the same paste, with the cause that other signs point to. */
export interface KnownError {
  readonly slug: string;
  readonly cause: string | null;
}

/** What every kind of finding is made from. */
export interface Input {
  readonly environment: Environment;
  readonly data: EnvironmentData;
  readonly locale: Locale;
  readonly words: Words;
  readonly errors: readonly KnownError[];
}

/** What one kind of check found, and what it could not judge. */
export interface Judged {
  readonly findings: readonly Finding[];
  readonly unknown: readonly string[];
}

/** Lines on which values stand, in order. */
export function linesOf(...values: readonly (Known | undefined)[]): number[] {
  const lines = values.flatMap((value) => value?.origins.map(({ line }) => line) ?? []);
  return [...new Set(lines)].toSorted((a, b) => a - b);
}

/** A name and a version as code: `` `peft 0.12.0` ``. */
export function code(name: string, version = ''): string {
  return `\`${version === '' ? name : `${name} ${version}`}\``;
}

/** A card with its family: `NVIDIA L4 (Ada)`. */
export function gpuText(gpu: Environment['gpus'][number]): string {
  return gpu.family ? `${gpu.value} (${familyNames[gpu.family]})` : gpu.value;
}

/** Link to a guide that explains a mismatch. */
export function guideLink(slug: string | null, { data, locale }: Input): GuideLink | null {
  if (slug === null) return null;
  const title = data.guides[slug]?.title[locale];
  return title === undefined ? null : { slug, cause: null, text: title };
}
