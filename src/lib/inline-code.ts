/** A piece of a sentence: words, or code between backticks. */
export interface InlinePart {
  text: string;
  isCode: boolean;
}

/**
 * Splits a sentence of `guide.yaml` at its backticks, the one piece of markup that such sentences may have. A lone
 * backtick is an ordinary character.
 */
export function inlineParts(sentence: string): InlinePart[] {
  return sentence
    .split(/`([^`]+)`/)
    .map((text, index) => ({ text, isCode: index % 2 === 1 }))
    .filter(({ text }) => text !== '');
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
