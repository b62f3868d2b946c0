/** What people type when they do not paste: aliases found word for word, and symptom words. */
import type { CompiledIndex } from './compile.ts';
import type { Line } from './lines.ts';
import { matchLiteral, tokenStream } from './literal.ts';

export interface AliasHit {
  readonly guide: number;
  readonly strength: number;
  readonly line: number;
  readonly detail: string;
}

/** A description is a few lines of prose; a log that merely contains an alias describes nothing. */
const MAX_PROSE_LINES = 40;

/** Aliases that stand in the prose of a paste. */
export function aliasHits(lines: readonly Line[], index: CompiledIndex): AliasHit[] {
  const prose = lines.filter(({ kind }) => kind === 'text');
  if (prose.length > MAX_PROSE_LINES) return [];
  const stream = tokenStream(prose);
  const hits: AliasHit[] = [];
  for (const { source, guide, strength, template } of index.wordings) {
    if (source !== 'alias') continue;
    const match = matchLiteral(template, stream);
    if (!match) continue;
    const words = stream.tokens.slice(match.from, match.to + 1);
    hits.push({
      guide,
      strength,
      line: lines.indexOf(prose[stream.lineOf[match.from]!]!),
      detail: spaced(words),
    });
  }
  return hits;
}

function spaced(words: readonly string[]): string {
  return words.join(' ').replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '');
}
