import type { Release } from '#src/lib/evidence/ageing.ts';
import { providedContent } from './provided-content.ts';
import { remember } from './remember.ts';

/** Releases of every library whose metadata the site has, by its name on PyPI. */
export const knownReleases = remember((): ReadonlyMap<string, readonly Release[]> => {
  const { packages } = providedContent();
  return new Map(packages.map(({ name, releases }) => [name, releases]));
});

/** Libraries whose requirements are known, by name, with their newest release. */
export function knownLibraries() {
  return providedContent()
    .packages.map(({ name, releases, refreshed }) => ({
      ...{ name, refreshed },
      newest: releases.at(-1)?.version ?? '',
    }))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
}
