/** The claims of `tests/fuzz/` with few inputs; `npm run fuzz` tries each with thousands. */
import process from 'node:process';
import { describe, it } from 'vitest';
import { properties, runsOfEach, settings } from '../fuzz/all.ts';

const { seed, total } = settings(process.env);

describe(`whatever comes in (seed ${seed})`, () => {
  it.each(properties)('$name', ({ run }) => {
    run({ seed, runs: runsOfEach(total, properties.length) });
  });
});
