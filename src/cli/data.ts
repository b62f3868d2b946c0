import type { EnvironmentData } from '../lib/environment/index.ts';
import type { Signature } from '../lib/finder/index.ts';
import type { Locale } from '../lib/locale.ts';
import type { ReplyGuide } from '../lib/reply/types.ts';

/** Stands in Markdown for the address of the site, which the reader may choose. */
export const sitePlaceholder = 'https://tracebook.invalid/';

/** What the commands know. Each part is read when a command first asks for it. */
export interface CliData {
  version: string;
  /** Address of the site; undefined where the data were not made for a public one. */
  site: string | undefined;
  signatures: () => readonly Signature[];
  /** What replies may say of each written guide. */
  replies: () => readonly ReplyGuide[] | Promise<readonly ReplyGuide[]>;
  /** The guide as Markdown with `sitePlaceholder`, or undefined where it is not written. */
  twin: (slug: string, locale: Locale) => string | undefined;
  /** What the environment check knows of libraries and cards. */
  environment: () => EnvironmentData | Promise<EnvironmentData>;
}

/** `data.json` of the package: the same, as plain JSON. The guides' Markdown lies beside it, a file each. */
export interface PackagedData {
  version: string;
  site?: string | undefined;
  signatures: readonly Signature[];
  replies: readonly ReplyGuide[];
  environment: EnvironmentData;
}

/** Where the package has a guide's Markdown. */
export function twinPath(slug: string, locale: Locale): string {
  return `guides/${locale}/${slug}.md`;
}

/** The commands' view of `data.json`, and of the guides' Markdown. */
export function packagedData(file: PackagedData, twin: CliData['twin']): CliData {
  const { version, site, signatures, replies, environment } = file;
  return {
    ...{ version, site },
    signatures: () => signatures,
    replies: () => replies,
    environment: () => environment,
    twin,
  };
}
