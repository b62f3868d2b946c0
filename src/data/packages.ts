import { getCollection } from 'astro:content';
import type { Release } from '#src/lib/evidence/ageing.ts';
import { remember } from './remember.ts';

type Releases = ReadonlyMap<string, readonly Release[]>;

/** Releases of every library whose metadata the site has, by its name on PyPI. */
export const knownReleases = remember<[], Promise<Releases>>(async () => {
  const packages = await getCollection('packages');
  return new Map(packages.map(({ data }) => [data.name, data.releases]));
});

/** Libraries whose requirements are known, by name, with their newest release. */
export async function knownLibraries() {
  const packages = await getCollection('packages');
  return packages
    .map(({ data: { name, releases, refreshed } }) => ({
      ...{ name, refreshed },
      newest: releases.at(-1)?.version ?? '',
    }))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
}
