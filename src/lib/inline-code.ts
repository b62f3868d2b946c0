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
