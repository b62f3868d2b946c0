/** Anchor of a library in the list of messages. PyPI treats `_` and `-` in a name alike, and so does this. */
export function libraryAnchor(library: string): string {
  return `library-${library.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
}

const inOrder = new Intl.Collator('en').compare;

/** Each library once, under the first of its spellings, sorted as people do: capitals count for nothing. */
export function uniqueLibraries(names: readonly string[]): string[] {
  const byAnchor = new Map<string, string>();
  for (const name of names.toSorted(inOrder)) {
    if (!byAnchor.has(libraryAnchor(name))) byAnchor.set(libraryAnchor(name), name);
  }
  return [...byAnchor.values()];
}
