/**
 * Stage 5: literal match. A template is an ordered list of tokens and bounded wildcards, matched by a linear scan
 * over the whole token stream, so a message that was wrapped over several lines still matches. Work is bounded by
 * (tokens × wildcards), whatever the input.
 */
import type { Line } from './lines.ts';
import { hasSign, literalTokens, WILDCARD } from './notation.ts';
import { tokenise } from './tokens.ts';
import { weightOf, WHOLE_WORD, type IsBackground } from './word-weight.ts';

/** One literal token of a template; `start` and `end` are what it must start and end with. */
interface Piece {
  readonly text: string;
  readonly affix: { readonly start: string; readonly end: string } | null;
  /** A wildcard stands before this token. */
  readonly gap: boolean;
}

export interface CompiledTemplate {
  readonly pieces: readonly Piece[];
  /** Sum of its words' weights: a longer wording of less common words is stronger. */
  readonly strength: number;
  /** How many line ends the template has itself. */
  readonly lineEnds: number;
}

/** The pasted text as one run of tokens. */
export interface TokenStream {
  readonly tokens: readonly string[];
  /** Index into `lines` for each token. */
  readonly lineOf: readonly number[];
  readonly lines: readonly Line[];
  readonly known: ReadonlySet<string>;
}

export interface LiteralMatch {
  /** First and last token, inclusive. */
  readonly from: number;
  readonly to: number;
}

const MAX_GAP = 40;
/** A wildcard, or a wrapped line, may run over this many line ends more than the template has. */
const MAX_LINE_ENDS = 4;
const MAX_STEPS = 400_000;
/** Compiles a wording of the pack. The strength depends on which words say little by themselves. */
export function compileWording(wording: string, isBackground: IsBackground): CompiledTemplate {
  const { tokens, lineEnds } = literalTokens(wording);
  const pieces: Piece[] = [];
  let strength = 0;
  let gap = false;
  for (const token of tokens) {
    const word = token.replaceAll(WILDCARD, '');
    if (word) strength += weightOf(word, isBackground(word)) / WHOLE_WORD;
    if (!token.includes(WILDCARD)) {
      pieces.push({ text: token, affix: null, gap });
      gap = false;
      continue;
    }
    const parts = token.split(WILDCARD);
    const start = parts[0]!;
    const end = parts.at(-1)!;
    if (start || end) pieces.push({ text: '', affix: { start, end }, gap: gap || !start });
    gap = start === '' ? end === '' : true;
  }
  return { pieces, strength, lineEnds };
}

/** Joins the tokens of all lines that are not stack frames. */
export function tokenStream(lines: readonly Line[]): TokenStream {
  const tokens: string[] = [];
  const lineOf: number[] = [];
  lines.forEach((line, at) => {
    if (line.kind === 'frame') return;
    for (const token of tokenise(line.text)) {
      tokens.push(token);
      lineOf.push(at);
    }
  });
  return { tokens, lineOf, lines, known: new Set(tokens) };
}

/** False where a word that must stand in the text does not: most wordings need no closer look. */
export function mayMatch(words: readonly string[], { known }: TokenStream): boolean {
  return words.every((word) => known.has(word) || hasSign(word));
}

function fits(piece: Piece, token: string): boolean {
  if (!piece.affix) return piece.text === token;
  const { start, end } = piece.affix;
  return (
    token.length >= start.length + end.length && token.startsWith(start) && token.endsWith(end)
  );
}

/** First place where the template matches, or null. */
export function matchLiteral(template: CompiledTemplate, stream: TokenStream): LiteralMatch | null {
  const { pieces } = template;
  const first = pieces[0];
  if (!first) return null;
  const budget = { steps: MAX_STEPS };
  const failed = new Set<number>();
  for (let at = 0; at < stream.tokens.length && budget.steps > 0; at += 1) {
    if (!fits(first, stream.tokens[at]!)) continue;
    const to = walk(template, stream, 0, at, at, failed, budget);
    if (to >= 0) return { from: at, to };
  }
  return null;
}

/** Last token of a match whose piece `index` sits at `at`, or -1. Places that failed once are not tried again. */
function walk(
  template: CompiledTemplate,
  stream: TokenStream,
  index: number,
  at: number,
  from: number,
  failed: Set<number>,
  budget: { steps: number },
): number {
  const { pieces } = template;
  let piece = index;
  let token = at;
  for (;;) {
    budget.steps -= 1;
    if (budget.steps <= 0 || token >= stream.tokens.length) return -1;
    if (!fits(pieces[piece]!, stream.tokens[token]!) || tooFar(template, stream, from, token))
      return -1;
    piece += 1;
    if (piece === pieces.length) return token;
    token += 1;
    if (pieces[piece]!.gap) break;
  }
  const end = Math.min(stream.tokens.length, token + MAX_GAP + 1);
  for (let next = token; next < end; next += 1) {
    const key = piece * (stream.tokens.length + 1) + next;
    if (failed.has(key)) continue;
    const to = walk(template, stream, piece, next, from, failed, budget);
    if (to >= 0) return to;
    failed.add(key);
  }
  return -1;
}

function tooFar(
  template: CompiledTemplate,
  stream: TokenStream,
  from: number,
  to: number,
): boolean {
  const { lineOf, lines } = stream;
  const spanned = lines[lineOf[to]!]!.index - lines[lineOf[from]!]!.index;
  return spanned > template.lineEnds * 2 + MAX_LINE_ENDS;
}
