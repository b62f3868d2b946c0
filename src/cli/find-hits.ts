import { satisfies } from '@renovatebot/pep440';
import { compile, find, LogDigest, type CompiledIndex, type Hit } from '../lib/finder/index.ts';
import type { Locale } from '../lib/locale.ts';
import type { CliData } from './data.ts';
import { InputError } from './input-error.ts';
import type { Io } from './io.ts';
import { readInput } from './read-input.ts';

/** What was read, and what the finder says of it. */
export interface Found {
  /** The text, or what was kept of one too long for the finder. */
  text: string;
  hits: Hit[];
  index: CompiledIndex;
}

/** Reads a log of any length and finds its guides. Throws an InputError for an empty one. */
export async function findHits(
  io: Io,
  file: string | undefined,
  data: CliData,
  locale: Locale,
): Promise<Found> {
  const index = compile(data.signatures());
  const digest = new LogDigest(index);
  await readInput(io, file, (text) => {
    digest.push(text);
  });
  const text = digest.text();
  if (!text.trim()) throw new InputError('the input is empty: paste an error, or pipe a log in');
  return { text, hits: hitsOf(text, index, locale), index };
}

/** The finder with everything that the command line gives it. */
export function hitsOf(text: string, index: CompiledIndex, locale: Locale): Hit[] {
  return find(text, index, { locale, satisfies });
}
