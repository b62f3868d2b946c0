/** Package versions that a paste shows: pip lists, `name==1.2`, banners such as `Unsloth 2025.3.19:`. */

const PAIR =
  /(?<![\w./-])([A-Za-z][\w-]{1,30})["']?(?:\s{0,3}(?:==|=|:|@)\s{0,3}|\s{1,30}|-)["']?v?(\d{1,4}\.\d{1,4}(?:\.\d{1,4}){0,2}(?:[a-z]{1,4}\d{1,4})?)/g;
const MAX_PAIRS = 400;

/** One spelling per package, as PEP 503 has it. */
export function packageName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** Package → version, the first one shown. Also holds pairs that are no packages; only asked-for names matter. */
export function shownVersions(cleaned: string): Map<string, string> {
  const found = new Map<string, string>();
  let seen = 0;
  for (const [, name, version] of cleaned.matchAll(PAIR)) {
    seen += 1;
    if (seen > MAX_PAIRS) break;
    const key = packageName(name!);
    if (!found.has(key)) found.set(key, version!);
  }
  return found;
}
