/**
 * The claims of `tests/fuzz/` with few inputs, the same ones each time, so that a change is judged
 * by itself. `npm run fuzz` tries each claim with thousands of others.
 */
import process from 'node:process';
import { describe, it } from 'vitest';
import { properties, runsOfEach, settings } from '../fuzz/all.ts';

const { seed, total } = settings({ FUZZ_SEED: '600948266', ...process.env });

describe(`whatever comes in (seed ${seed})`, () => {
  it.each(properties)('$name', ({ run }) => {
    run({ seed, runs: runsOfEach(total, properties.length) });
  });
});
