import { describe, expect, it } from 'vitest';
import { agedPackages } from '../../../src/lib/evidence/ageing.ts';
import type { Run } from '../../../src/lib/evidence/types.ts';

const ran = (torch: string): Run => ({
  id: 'run',
  date: '2026-01-01',
  device: 'CPU',
  environment: { python: '3.12.3', packages: { torch } },
  preludeSha256: '',
  scenarios: [],
});

const known = (...versions: string[]) =>
  new Map([['torch', versions.map((version, day) => ({ version, date: `2026-01-0${day + 2}` }))]]);

describe('the age of a run', () => {
  it.each([
    ['the same minor', '2.11.0+cu130', ['2.11.0', '2.11.2', '2.11.2.post1']],
    ['an older release', '2.11.0', ['2.9.0']],
    ['a pre-release', '2.11.0', ['2.12.0rc1', '2.12.0.dev20261101']],
    ['no known release', '2.11.0', []],
    ['a version that cannot be read', 'unknown', ['2.12.0']],
  ])('does not grow with %s', (_what, version, releases) => {
    expect(agedPackages(ran(version), known(...releases), ['torch'])).toEqual([]);
  });

  it('names the first and the newest release of a newer minor or major version', () => {
    expect(
      agedPackages(ran('2.9.1+cu130'), known('2.9.0', '2.10.0', '3.0.0', '2.10.1'), ['torch']),
    ).toEqual([
      {
        package: 'torch',
        ran: '2.9.1+cu130',
        since: { version: '2.10.0', date: '2026-01-03' },
        newest: { version: '3.0.0', date: '2026-01-04' },
      },
    ]);
  });

  it('does not grow with what was already out when it ran', () => {
    const releases = new Map([['torch', [{ version: '2.12.0', date: '2026-01-01' }]]]);
    expect(agedPackages(ran('2.11.0'), releases, ['torch'])).toEqual([]);
  });

  it('looks only at the libraries asked for, and only at those that ran', () => {
    const releases = new Map([
      ...known('2.12.0'),
      ['trl', [{ version: '2.0.0', date: '2026-01-02' }]],
    ]);
    expect(agedPackages(ran('2.11.0'), releases, ['trl'])).toEqual([]);
  });
});
