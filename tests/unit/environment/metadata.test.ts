import { describe, expect, it } from 'vitest';
import { packMetadata, unpackMetadata } from '../../../src/lib/environment/metadata.ts';

const releases = new Map([
  ['1.1', { python: '>=3.10', packages: ['numpy', 'torch>=2'] }],
  ['1.0.1', { python: '>=3.9', packages: ['torch>=2'] }],
  ['1.0', { python: '>=3.9', packages: ['torch>=2'] }],
  ['0.9', { python: '', packages: [] }],
]);

describe('metadata of releases', () => {
  it('comes out as it went in, in its order', () => {
    expect([...unpackMetadata(packMetadata(releases))]).toEqual([...releases]);
  });

  it('holds each line and each set of lines once', () => {
    const { lines, groups } = packMetadata(releases);
    expect(lines).toEqual(['numpy', 'torch>=2']);
    expect(groups.map((group) => group.releases)).toEqual([['1.1'], ['1.0.1', '1.0'], ['0.9']]);
  });

  it('passes over a place that has no line', () => {
    const group = { releases: ['1.0'], python: '', packages: [0, 7] };
    const damaged = unpackMetadata({ lines: ['numpy'], groups: [group] });
    expect(damaged.get('1.0')?.packages).toEqual(['numpy']);
  });
});
