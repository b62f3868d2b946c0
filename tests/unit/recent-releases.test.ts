import { describe, expect, it } from 'vitest';
import { finalReleases, releasedSince } from '../../src/authoring/packages/recent-releases.ts';

const release = (version: string, date = '2026-11-24') => ({ version, date, wheel: undefined });

describe('recent releases', () => {
  it('are final ones, oldest first by version and not by letter', () => {
    const all = ['0.10.0', '0.9.1', '0.11.0rc1', '0.11.0.dev0', '0.9.1.post1', '1.0+cpu', 'latest'];
    expect(finalReleases(all.map((version) => release(version)))).toEqual(
      ['0.9.1', '0.9.1.post1', '0.10.0'].map((version) => release(version)),
    );
  });

  it('are those of the days asked for, the first of them included', () => {
    const releases = [release('1.0', '2026-11-19'), release('1.1', '2026-11-20'), release('1.2')];
    expect(releasedSince(releases, '2026-11-30', 10)).toEqual(releases.slice(1));
    expect(releasedSince(releases, '2026-11-30', 5)).toEqual([]);
  });
});
