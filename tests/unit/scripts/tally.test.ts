import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TALLY_VARIABLE, readTally, sum, writeTally } from '../../../scripts/lib/tally.ts';

describe('tally', () => {
  let folder = '';
  let file = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tally-'));
    file = join(folder, 'deep/unit.json');
    vi.stubEnv(TALLY_VARIABLE, file);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  it('hands on what a runner counted', () => {
    writeTally({ passed: 3, failed: 1 });
    expect(readTally(file, 1)).toEqual({ passed: 3, failed: 1 });
  });

  it('counts a runner that died, ran nothing or failed without a failed test', () => {
    expect(readTally(file, 1)).toEqual({ passed: 0, failed: 1 });
    writeTally({ passed: 0, failed: 0 });
    expect(readTally(file, 0)).toEqual({ passed: 0, failed: 1 });
    writeTally({ passed: 3, failed: 0 });
    expect(readTally(file, 1)).toEqual({ passed: 3, failed: 1 });
  });

  it('adds up', () => {
    const tallies = [
      { passed: 1, failed: 0 },
      { passed: 2, failed: 3 },
    ];
    expect(sum(tallies)).toEqual({ passed: 3, failed: 3 });
    expect(sum([])).toEqual({ passed: 0, failed: 0 });
  });
});
