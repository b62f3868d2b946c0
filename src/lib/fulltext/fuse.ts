/**
 * Joins the results of separate searches: a search that finds little says more, so each of its
 * results weighs one by the number found. Scores of the engine itself are not comparable.
 */
export function fuse(searches: readonly (readonly string[])[]): string[] {
  const weights = new Map<string, number>();
  for (const found of searches) {
    for (const id of new Set(found)) weights.set(id, (weights.get(id) ?? 0) + 1 / found.length);
  }
  return [...weights].sort(([, a], [, b]) => b - a).map(([id]) => id);
}
