/** Longer texts are read in a worker, so that the page stays responsive. */
const LONG = 50_000;
/** Without a worker only this much of each end of a text is looked at. */
const MOST_ON_PAGE = 200_000;

export function isLong({ length }: string): boolean {
  return length > LONG;
}

export function bothEnds(text: string): string {
  if (text.length <= 2 * MOST_ON_PAGE) return text;
  return `${text.slice(0, MOST_ON_PAGE)}\n${text.slice(-MOST_ON_PAGE)}`;
}
