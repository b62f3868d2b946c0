/** `npm run fuzz -- [--runs N] [--seed N] [--only WORDS]`: every property with many inputs. */
import process from 'node:process';
import { readCommand, refuse } from '../../src/authoring/command.ts';
import { properties, runsOfEach, settings } from './all.ts';

const { values } = readCommand({
  usage: 'npm run fuzz -- [--runs N] [--seed N] [--only WORDS]',
  does: 'Tries every claim of tests/fuzz/, or those whose names hold WORDS, with N random inputs (100000).',
  options: { runs: { type: 'string' }, seed: { type: 'string' }, only: { type: 'string' } },
});

function readSettings(): ReturnType<typeof settings> {
  try {
    return settings({
      FUZZ_RUNS: values.runs ?? process.env['FUZZ_RUNS'] ?? '100000',
      FUZZ_SEED: values.seed ?? process.env['FUZZ_SEED'],
    });
  } catch (error) {
    return refuse((error as Error).message);
  }
}

const { seed, total } = readSettings();
const { only = '' } = values;
const chosen = properties.filter(({ name }) => name.includes(only));
if (chosen.length === 0) {
  const names = properties.map(({ name }) => `  ${name}`);
  refuse(`No claim has "${only}" in its name. There are:\n${names.join('\n')}`);
}
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
