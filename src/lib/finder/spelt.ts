/** Stage 5 once more: messages that match word for word where misspelt words are read as they were meant. */
import { claims, type Claims } from './claims.ts';
import { tokenStream } from './literal.ts';
import { oncePerPack, type CompiledIndex } from './open.ts';
import type { SalientLine } from './salience.ts';
import { speller } from './spelling.ts';

/** The words of all messages; `notation.ts` says what stands between them. */
const wordsOf = oncePerPack(({ messages, nearMisses }) => {
  const words = new Set([...messages, ...nearMisses].join(' ').split(/[ .:/*|]+/));
  return { words, spell: speller(words, () => false) };
});

/** What the telling lines claim once every word that no message has is read as the one it is nearly. */
export function speltClaims(salient: readonly SalientLine[], index: CompiledIndex): Claims {
  const { words, spell } = wordsOf(index);
  const stream = tokenStream(salient.map(({ line }) => line));
  const tokens = stream.tokens.map((token) => (words.has(token) ? token : (spell(token) ?? token)));
  return claims({ ...stream, tokens, known: new Set(tokens) }, index);
}
