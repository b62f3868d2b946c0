import { clean } from './clean.ts';
import { splitLines, type Line } from './lines.ts';
import { tokenStream, type TokenStream } from './literal.ts';
import { salientLines, type SalientLine } from './salience.ts';

/** A text after the first stages: what all later ones look at. */
export interface Reading {
  readonly cleaned: string;
  readonly lines: readonly Line[];
  readonly stream: TokenStream;
  readonly salient: readonly SalientLine[];
}

/** Cleans a text, splits it and finds the lines that say what went wrong. */
export function read(text: string): Reading {
  const cleaned = clean(text);
  const lines = splitLines(cleaned);
  return { cleaned, lines, stream: tokenStream(lines), salient: salientLines(lines) };
}
