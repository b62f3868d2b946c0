/** `npm run fuzz -- [--runs N] [--seed N] [--only WORDS]`: every property with many inputs. */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { properties, runsOfEach, settings } from './all.ts';

const { values } = parseArgs({
  options: { runs: { type: 'string' }, seed: { type: 'string' }, only: { type: 'string' } },
});
const { seed, total } = settings({
  FUZZ_RUNS: values.runs ?? process.env['FUZZ_RUNS'] ?? '100000',
  FUZZ_SEED: values.seed ?? process.env['FUZZ_SEED'],
});
const chosen = properties.filter(({ name }) => name.includes(values.only ?? ''));
const runs = runsOfEach(total, chosen.length);
console.log(`seed ${seed}: ${chosen.length} properties, ${runs} inputs each`);
let failed = 0;
for (const { name, run } of chosen) {
  try {
    run({ seed, runs });
    console.log(`  holds   ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`  BROKEN  ${name}\n${error instanceof Error ? error.message : String(error)}`);
  }
}
console.log(`${chosen.length * runs} inputs, ${chosen.length - failed} hold, ${failed} broken`);
if (failed > 0) console.log(`Again: npm run fuzz -- --seed ${seed} --runs ${total}`);
process.exitCode = failed > 0 ? 1 : 0;
