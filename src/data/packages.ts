import { getCollection } from 'astro:content';
import type { Release } from '#src/lib/evidence/ageing.ts';

/** Releases of every library whose metadata the site has, by its name on PyPI. */
export async function knownReleases(): Promise<ReadonlyMap<string, readonly Release[]>> {
  const packages = await getCollection('packages');
  return new Map(packages.map(({ data }) => [data.name, data.releases]));
}
