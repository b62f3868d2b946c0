/** Every property, and how often each is tried. */
import { environment } from './environment.ts';
import { finder } from './finder.ts';
import { guides } from './guides.ts';
import { privacy } from './privacy.ts';
import type { Property } from './property.ts';
import { reader } from './reader.ts';

export const properties: readonly Property[] = [
  ...finder,
  ...privacy,
  ...reader,
  ...guides,
  ...environment,
];

/** Seed and number of inputs, from what the caller was given. A random seed where none was named. */
export function settings(given: {
  readonly FUZZ_RUNS?: string | undefined;
  readonly FUZZ_SEED?: string | undefined;
}): { seed: number; total: number } {
  const seed = Number(given.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
  const total = Number(given.FUZZ_RUNS ?? 2000);
  if (!Number.isInteger(seed) || !Number.isInteger(total) || total < 1) {
    throw new Error(
      'A seed and a number of runs (--seed, --runs, FUZZ_SEED, FUZZ_RUNS) are whole, and one run is the least.',
    );
  }
  return { seed, total };
}

/** The inputs of all, shared equally. */
export function runsOfEach(total: number, count: number): number {
  return Math.ceil(total / count);
}
