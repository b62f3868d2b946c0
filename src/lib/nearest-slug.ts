/** The one place where a mistyped slug differs holds at most this many letters, typed or meant. */
const MOST = 2;

/**
 * The slug that a mistyped one meant, if any is near enough to say so. Simpler than the finder's edit
 * distance, because an address is typed from a good one and wrong in one place.
 */
export function nearestSlug(typed: string, slugs: readonly string[]): string | undefined {
  const wanted = typed.toLowerCase().replaceAll('_', '-');
  const [best] = slugs
    .map((slug) => ({ slug, far: difference(wanted, slug) }))
    .filter(({ slug, far }) => far <= MOST && far * 2 < slug.length)
    .sort((a, b) => a.far - b.far);
  return best?.slug;
}

/** Letters between what two texts begin with and what they end with, in the longer one. */
function difference(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < shorter - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  return Math.max(a.length, b.length) - start - end;
}
