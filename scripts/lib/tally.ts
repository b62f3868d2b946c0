/** Passed and failed counts, handed from the runners to `npm test` through a file each. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

/** Names the file a runner writes its tally to; without it a runner writes none. */
export const TALLY_VARIABLE = 'TRACEBOOK_TALLY';

/** Called by a runner's reporter at its end. */
export function writeTally(tally: Tally): void {
  const file = process.env[TALLY_VARIABLE];
  if (file === undefined || file === '') return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(tally));
}

/**
 * What a runner counted, corrected by how it ended: a crash, a missing file or a run of nothing is
 * one failure more, so that no failing run can sum to zero failures.
 */
export function readTally(file: string, exitCode: number): Tally {
  let tally: Tally;
  try {
    tally = JSON.parse(readFileSync(file, 'utf8')) as Tally;
  } catch {
    return { passed: 0, failed: 1 };
  }
  const ranNothing = tally.passed + tally.failed === 0;
  const failedUnseen = exitCode !== 0 && tally.failed === 0;
  return ranNothing || failedUnseen ? { ...tally, failed: tally.failed + 1 } : tally;
}

export function sum(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((total, { passed }) => total + passed, 0),
    failed: tallies.reduce((total, { failed }) => total + failed, 0),
  };
}
