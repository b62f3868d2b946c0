import { compare, explain } from '@renovatebot/pep440';
import type { Release } from './pypi.ts';

/** Final releases, oldest first: no alphas, candidates, development or local builds. */
export function finalReleases(releases: readonly Release[]): Release[] {
  const byVersion = new Map(releases.map((release) => [release.version, release]));
  const final = releases
    .map(({ version }) => version)
    .filter((version) => {
      const parts = explain(version);
      return parts !== null && !parts.is_prerelease && !parts.is_devrelease && !parts.local;
    });
  return final.toSorted(compare).flatMap((version) => byVersion.get(version) ?? []);
}

/** Those of the last `days` days before the day `today` (`2026-11-30`), in the order given. */
export function releasedSince(
  releases: readonly Release[],
  today: string,
  days: number,
): Release[] {
  const first = new Date(Date.parse(today) - days * 86_400_000).toISOString().slice(0, 10);
  return releases.filter(({ date }) => date >= first);
}
