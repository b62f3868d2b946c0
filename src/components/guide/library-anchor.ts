/** Anchor of a library in the list of messages. */
export function libraryAnchor(library: string): string {
  return `library-${library.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
}
