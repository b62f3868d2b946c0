/** A piece of text, marked or not: what a page shows with text nodes and `<mark>`. */
export interface Segment {
  readonly text: string;
  readonly marked: boolean;
}

/** `doesn't` is one word, as the finder's tokens have it. */
const WORD = /\p{Script=Han}|[\p{L}\p{N}_]+(?:'(?:t|s|re|ve|ll|d|m)(?![\p{L}\p{N}_]))?/gu;

function plain(word: string): string {
  return word.toLowerCase().replace("'", '');
}

/** Marks the words of a text that are known. Words with only spaces or signs between them join. */
export function markWords(text: string, known: ReadonlySet<string>): Segment[] {
  const segments: Segment[] = [];
  let from = 0;
  for (const match of text.matchAll(WORD)) {
    if (!known.has(plain(match[0]))) continue;
    const between = text.slice(from, match.index);
    const last = segments.at(-1);
    from = match.index + match[0].length;
    if (last?.marked && !/[\p{L}\p{N}]/u.test(between)) {
      segments[segments.length - 1] = { text: last.text + between + match[0], marked: true };
      continue;
    }
    if (between !== '') segments.push({ text: between, marked: false });
    segments.push({ text: match[0], marked: true });
  }
  if (from < text.length) segments.push({ text: text.slice(from), marked: false });
  return segments;
}

/** The words of a text in lower case and without apostrophes, as `markWords` splits them. */
export function wordsOf(text: string): string[] {
  return (text.match(WORD) ?? []).map(plain);
}
