/** What people type when they do not paste: aliases found word for word, and symptom words. */
import { isBackground } from './background.ts';
import type { Line } from './lines.ts';
import { matchLiteral, tokenStream, type CompiledTemplate } from './literal.ts';
import { aliasTokens } from './notation.ts';
import { oncePerPack, split, type CompiledIndex } from './open.ts';
import { weightOf } from './word-weight.ts';

export interface AliasHit {
  readonly guide: number;
  readonly strength: number;
  readonly line: number;
  readonly detail: string;
}

interface Alias {
  readonly guide: number;
  readonly template: CompiledTemplate;
}

const aliasesOf = oncePerPack(({ aliases }) =>
  aliases.flatMap((texts, guide) =>
    split(texts).map((text): Alias => {
      const tokens = aliasTokens(text);
      const pieces = tokens.map((token) => ({ text: token, affix: null, gap: false }));
      const weights = tokens.map((token) => weightOf(token, isBackground));
      const strength = weights.reduce((sum, weight) => sum + weight, 0);
      return { guide, template: { pieces, strength, lineEnds: 0 } };
    }),
  ),
);

/** A description is a few lines of prose; a log that merely contains an alias describes nothing. */
const MAX_PROSE_LINES = 40;

/** Aliases that stand in the prose of a paste. */
export function aliasHits(lines: readonly Line[], index: CompiledIndex): AliasHit[] {
  const prose = lines.filter(({ kind }) => kind === 'text');
  if (prose.length > MAX_PROSE_LINES) return [];
  const stream = tokenStream(prose);
  const hits: AliasHit[] = [];
  for (const { guide, template } of aliasesOf(index)) {
    const match = matchLiteral(template, stream);
    if (!match) continue;
    const words = stream.tokens.slice(match.from, match.to + 1);
    hits.push({
      guide,
      strength: template.strength,
      line: lines.indexOf(prose[stream.lineOf[match.from]!]!),
      detail: spaced(words),
    });
  }
  return hits;
}

function spaced(words: readonly string[]): string {
  return words.join(' ').replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '');
}
