/** An entry of a guide's `changes`, newest first; dates are days such as `2026-11-24`. */
interface Dated {
  date: string;
}

/**
 * The day a guide last changed: the one date that page, structured data, twin, feed, sitemap and
 * interface show. Nothing reads the clock or the repository's history.
 */
export function updatedOn(changes: readonly Dated[]): string {
  return changes[0]?.date ?? '';
}

/** The day a guide was first published. */
export function publishedOn(changes: readonly Dated[]): string {
  return changes.at(-1)?.date ?? '';
}

/** The newest of several days; undefined where there is none. */
export function newest(days: readonly string[]): string | undefined {
  return days.toSorted().at(-1);
}
