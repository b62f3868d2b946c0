/** Without a worker only this much of each end of a text is looked at. */
const MOST_ON_PAGE = 200_000;

export function bothEnds(text: string): string {
  if (text.length <= 2 * MOST_ON_PAGE) return text;
  return `${text.slice(0, MOST_ON_PAGE)}\n${text.slice(-MOST_ON_PAGE)}`;
}
