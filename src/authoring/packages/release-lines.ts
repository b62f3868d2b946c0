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

/** The newest release of each of the last `count` minor lines, newest first. `releases` are oldest first. */
export function newestOfEachLine(releases: readonly Release[], count: number): Release[] {
  const newest = new Map<string, Release>();
  for (const release of releases) newest.set(lineOf(release.version), release);
  return [...newest.values()].reverse().slice(0, count);
}

/** `2026.7.1` → `2026.7`; `0.21.0` → `0.21`; each `0.0.x` is a line of its own. */
export function lineOf(version: string): string {
  const release = explain(version)?.release ?? [];
  const isPatchOnly = release[0] === 0 && release[1] === 0;
  return release.slice(0, isPatchOnly ? 3 : 2).join('.');
}
