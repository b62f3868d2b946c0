import { visible } from '../markdown-safe.ts';
import { scrub } from '../scrub.ts';

/** A quotation is there to recognise the error by; the log belongs to the report that it answers. */
const MOST_LINES = 12;
const MOST_IN_LINE = 300;
const MOST_CHARACTERS = 1200;
/** Looked at before anything is cut, so that no half of a token escapes the patterns. */
const MOST_SCRUBBED = 20_000;

/** A pasted text cut to what a reply quotes: a few visible lines without tokens, names and addresses. */
export function quotation(pasted: string): string {
  const seen = visible(pasted);
  const head = seen.length <= MOST_SCRUBBED ? seen : wholeWords(seen.slice(0, MOST_SCRUBBED));
  const lines = scrub(head)
    .split('\n')
    .map((line) => cut(line, MOST_IN_LINE));
  const kept = lines.length <= MOST_LINES ? lines : [...lines.slice(0, MOST_LINES), '…'];
  // A surrogate pair that the cut halves would come back as a lone one.
  return visible(cut(kept.join('\n'), MOST_CHARACTERS));
}

function wholeWords(text: string): string {
  let end = text.length;
  // From the end: a pattern for "no space until the end" starts anew at each character of a long word.
  while (end > 0 && !/\s/.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)} …`;
}
