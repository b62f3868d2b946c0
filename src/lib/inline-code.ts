/** A piece of a sentence: words, or code between backticks. */
export interface InlinePart {
  text: string;
  isCode: boolean;
}

/** As in Markdown, as many backticks end code as began it, so that code may hold fewer of them. */
const CODE = /(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)/gs;
/** The blanks that part a backtick at an end of the code from those around it. */
const PADDING = /^ (?=`)|(?<=`) $/g;

/**
 * Splits a sentence of `guide.yaml` at its backticks, the one piece of markup that such sentences may have. A lone
 * backtick is an ordinary character.
 */
export function inlineParts(sentence: string): InlinePart[] {
  const parts: InlinePart[] = [];
  let end = 0;
  for (const { 0: whole, 2: code = '', index } of sentence.matchAll(CODE)) {
    parts.push({ text: sentence.slice(end, index), isCode: false });
    parts.push({ text: code.replaceAll(PADDING, ''), isCode: true });
    end = index + whole.length;
  }
  parts.push({ text: sentence.slice(end), isCode: false });
  return parts.filter(({ text }) => text !== '');
}

/** The sentence without backticks, for places that take plain text only. */
export function withoutBackticks(sentence: string): string {
  return inlineParts(sentence)
    .map(({ text }) => text)
    .join('');
}

/** The longest code that stays on one line, in characters: half of a phone's. */
const WHOLE = 18;

/** Whether code would be misread in two lines: browsers break behind a hyphen, as in `-h` and `--standalone`. */
export function isOneWord(code: string): boolean {
  return code.includes('-') && code.length <= WHOLE;
}
