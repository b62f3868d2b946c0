/** Loads what a page can do without: where that fails, the page stays as it is. */
export function optional(part: Promise<unknown>): void {
  part.catch(() => undefined);
}
