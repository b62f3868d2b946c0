/** Permanent link of a guide on a site whose address ends with a slash. */
export function permalinkOf(site: string, slug: string): string {
  return `${site}e/${slug}/`;
}
