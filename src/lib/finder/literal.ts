/**
 * Stage 5: literal match. A template is an ordered list of tokens and bounded wildcards, matched by a linear scan
 * over the whole token stream, so a message that was wrapped over several lines still matches. Work is bounded by
 * (tokens × wildcards), whatever the input.
 */
import { isBackground } from './background.ts';
import { clean } from './clean.ts';
import { splitLines, type Line } from './lines.ts';
import { HOLE, templateText } from './template.ts';
import { tokenise } from './tokens.ts';

/** One literal token of a template; `start` and `end` are what it must start and end with. */
interface Piece {
  readonly text: string;
  readonly affix: { readonly start: string; readonly end: string } | null;
  /** A wildcard stands before this token. */
  readonly gap: boolean;
}

export interface CompiledTemplate {
  readonly pieces: readonly Piece[];
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
const EXCEPTION_NAME = /^(?:[\w.]+\.)?\w*(?:Error|Exception|Warning): /;

/** Compiles a template. A leading exception class is left out: half of all pastes have lost it. */
export function compileTemplate(template: string): CompiledTemplate {
  const text = templateText(template).trim().replace(EXCEPTION_NAME, '');
  const rows = splitLines(clean(text));
  const pieces: Piece[] = [];
  let gap = false;
  for (const token of rows.flatMap((row) => tokenise(row.text))) {
    if (!token.includes(HOLE)) {
      pieces.push({ text: token, affix: null, gap });
      gap = false;
      continue;
    }
    const parts = token.split(HOLE);
    const start = parts[0]!;
    const end = parts.at(-1)!;
    if (start || end) pieces.push({ text: '', affix: { start, end }, gap: gap || !start });
    gap = start === '' ? end === '' : true;
  }
  return { pieces, lineEnds: Math.max(0, rows.length - 1) };
}

/** A template without wildcards. */
export function literalTemplate(tokens: readonly string[]): CompiledTemplate {
  return { pieces: tokens.map((text) => ({ text, affix: null, gap: false })), lineEnds: 0 };
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
  if (pieces.some((piece) => !piece.affix && !stream.known.has(piece.text))) return null;
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

/** True where the template matches somewhere in the text, by the very rules that the finder uses. */
export function matchesTemplate(template: string, text: string): boolean {
  return matchLiteral(compileTemplate(template), tokenStream(splitLines(clean(text)))) !== null;
}

/** Whole literal words of a template that are not background words. */
export function distinctiveTokens(template: string): string[] {
  const words = compileTemplate(template).pieces.flatMap((piece) =>
    piece.affix ? [piece.affix.start, piece.affix.end] : [piece.text],
  );
  return [...new Set(words.filter((word) => word.length > 2 && !isBackground(word)))];
}

/** A phrase of common words can still be distinctive: "out of memory", "on the same device". */
const PHRASE = 4;

/** True where a template can decide for a guide: it has a distinctive word, or a phrase of at least four words. */
export function isDistinctive(template: string): boolean {
  if (distinctiveTokens(template).length > 0) return true;
  let run = 0;
  return compileTemplate(template).pieces.some((piece) => {
    run = piece.gap || piece.affix ? 1 : run + 1;
    return run >= PHRASE;
  });
}
