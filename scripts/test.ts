/**
 * `npm test`: every check and test of a change; with `--release` also what is tried before a
 * release. Goes on after a failure where that tells something; the last line on stdout is always
 * `N passed, N failed`, summed over all runners.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readCommand } from '../src/authoring/command.ts';
import { type Tally, TALLY_VARIABLE, readTally, sum } from './lib/tally.ts';
import { root, runNode, toolPath } from './lib/tool.ts';

const { values } = readCommand({
  usage: 'npm test -- [--release]',
  does: 'Runs every check and test, with --release those of a release too; ends with "N passed, N failed".',
  options: { release: { type: 'boolean' } },
});

interface Step {
  readonly name: string;
  readonly command: readonly string[];
  /** Without a build there is nothing to look at: the step counts as one failure. */
  readonly needsBuild?: boolean;
}

/** What is tested at the same time: each of these leaves half of the processors idle. */
type Stage = readonly Step[];

const vitest = [toolPath('vitest'), 'run'];
const stages: readonly Stage[] = [
  [
    { name: 'check', command: ['scripts/check.ts'] },
    { name: 'unit', command: [...vitest, '--project', 'unit', '--project', 'content'] },
  ],
  [{ name: 'build', command: ['scripts/build.ts'] }],
  [{ name: 'built', command: [...vitest, '--project', 'built'], needsBuild: true }],
  [
    {
      name: 'e2e',
      command: [toolPath('@playwright/test', 'playwright'), 'test'],
      needsBuild: true,
    },
  ],
  values.release
    ? [{ name: 'release', command: ['scripts/test-release.ts'], needsBuild: true }]
    : [],
];

const tallies = new Map<string, Tally>();
const running = new AbortController();

function close(): void {
  for (const [name, { passed, failed }] of tallies) {
    console.log(`${name.padEnd(7)} ${passed} passed, ${failed} failed`);
  }
  const { passed, failed } = sum([...tallies.values()]);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}

function abort(reason: string): never {
  running.abort(); // or a runner would print after the last line
  console.error(reason);
  tallies.set('abort', { passed: 0, failed: 1 });
  close();
  process.exit(1);
}

/** Runs a step and notes its tally. What it prints is held back until `turn`, where it has one. */
async function runStep({ name, command, needsBuild }: Step, turn?: Promise<void>): Promise<void> {
  const start = performance.now();
  const built = (tallies.get('build')?.failed ?? 0) === 0;
  if (needsBuild && !built) {
    console.log(`\n=== ${name}\nLeft out: the build failed.`);
    tallies.set(name, { passed: 0, failed: 1 });
    return;
  }
  const file = join(root, 'node_modules/.cache/tracebook/tally', `${name}.json`);
  rmSync(file, { force: true });
  const held: string[] = [];
  if (!turn) console.log(`\n=== ${name}`);
  const code = await runNode(command, {
    env: { [TALLY_VARIABLE]: file },
    signal: running.signal,
    ...(turn ? { onOutput: (text: string) => void held.push(text) } : {}),
  });
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  tallies.set(name, readTally(file, code));
  if (turn) {
    await turn;
    console.log(`\n=== ${name}\n${held.join('')}`);
  }
  console.log(`(${seconds} s)`);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    abort(`The tests were interrupted by ${signal}.`);
  });
}
process.on('uncaughtException', (error) => {
  abort(`The tests stopped: ${error.message}`);
});

for (const stage of stages) {
  let turn: Promise<void> | undefined;
  for (const step of stage) turn = runStep(step, turn);
  await turn;
}
close();
