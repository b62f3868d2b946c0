/**
 * Longer texts are read in a worker, so that the page stays responsive, and a field shows their ends
 * only: 200 KB of what no font has take a browser seconds to lay out.
 */
const LONG = 50_000;

/** What a field does not show of a long text, and the sentence that stands there in its place. */
export interface Middle {
  readonly sentence: string;
  readonly hidden: string;
}

export function isLong({ length }: string): boolean {
  return length > LONG;
}

/** The whole text, with the reader's changes to its ends; without the middle where the sentence was removed. */
export function wholeOf(shown: string, middle: Middle | null): string {
  return middle ? shown.replace(middle.sentence, () => middle.hidden) : shown;
}
