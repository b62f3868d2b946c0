/** Misspelt words, read as they were meant; and stage 5 once more with them: messages that match but for spelling. */
import { claims, type Claims } from './claims.ts';
import { tokenStream } from './literal.ts';
import type { CompiledIndex } from './open.ts';
import type { SalientLine } from './salience.ts';
import type { TextIndex } from './text-index.ts';

/** The words, each that no guide knows replaced by the known one that it nearly is. */
export function corrected(
  tokens: readonly string[],
  { words, spell }: TextIndex,
): readonly string[] {
  return tokens.map((token) => (words.has(token) ? token : (spell(token) ?? token)));
}

/** What the telling lines claim once their words are read as they were meant. */
export function speltClaims(
  salient: readonly SalientLine[],
  index: CompiledIndex,
  texts: TextIndex,
): Claims {
  const stream = tokenStream(salient.map(({ line }) => line));
  const tokens = corrected(stream.tokens, texts);
  return claims({ ...stream, tokens, known: new Set(tokens) }, index);
}
