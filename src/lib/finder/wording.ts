/** Templates of `guide.yaml` as wordings of the pack, and what can be said of a template by itself. */
import { isBackground } from './background.ts';
import { clean } from './clean.ts';
import { splitLines } from './lines.ts';
import { compileWording, matchLiteral, tokenStream, type CompiledTemplate } from './literal.ts';
import { WILDCARD } from './notation.ts';
import { telling } from './telling.ts';
import { HOLE, templateText } from './template.ts';
import { tokenise } from './tokens.ts';

const EXCEPTION_NAME = /^(?:[\w.]+\.)?\w*(?:Error|Exception|Warning): /;
const SENTENCE_END = /(?<=[.!?:;。；]["')\]]?)\s+(?=[A-Z\p{Script=Han}(])/u;

/** Writes a template in the pack's notation (`notation.ts`), by the same cleaning that a paste passes through. */
export function writeWording(template: string): string {
  const text = templateText(template).trim();
  const exception = EXCEPTION_NAME.exec(text)?.[0] ?? '';
  const name = words(exception);
  const body = splitLines(clean(text.slice(exception.length))).map((line) =>
    line.text.split(SENTENCE_END).map(words).filter(Boolean).join('. '),
  );
  return (name && `${name}: `) + body.filter(Boolean).join('/ ');
}

function words(text: string): string {
  return tokenise(clean(text)).join(' ').replaceAll(HOLE, WILDCARD);
}

/** Compiles a template, as the finder does. */
export function compileTemplate(template: string): CompiledTemplate {
  return compileWording(writeWording(template), isBackground);
}

/** True where the template matches somewhere in the text, by the very rules that the finder uses. */
export function matchesTemplate(template: string, text: string): boolean {
  return matchLiteral(compileTemplate(template), tokenStream(splitLines(clean(text)))) !== null;
}

/** Whole literal words of a template that are not background words. */
export function distinctiveTokens(template: string): string[] {
  return telling(
    compileTemplate(template).pieces.flatMap(({ text, affix }) =>
      affix ? [affix.start, affix.end] : [text],
    ),
  );
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
