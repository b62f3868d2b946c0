import { describe, expect, it } from 'vitest';
import { lineOf, newestOfEachLine } from '../../src/authoring/packages/release-lines.ts';

const releases = (...versions: string[]) =>
  versions.map((version) => ({ version, date: '2026-11-24', wheel: undefined }));

describe('lines of releases', () => {
  it.each([
    ['0.21.2', '0.21'],
    ['2026.10.9', '2026.10'],
    ['1.0', '1.0'],
    ['0.0.27.post1', '0.0.27'],
    ['0.0.35', '0.0.35'],
  ])('%s belongs to %s', (version, line) => {
    expect(lineOf(version)).toBe(line);
  });

  it('keep their newest release; where only the patch counts, every one is kept', () => {
    const newest = newestOfEachLine(releases('0.0.1', '0.0.2', '0.1.0', '0.1.1', '1.0.0'), 4);
    expect(newest.map(({ version }) => version)).toEqual(['1.0.0', '0.1.1', '0.0.2', '0.0.1']);
  });
});
