/**
 * `npm test`: every check and test of a change; with `--release` also what is tried before a
 * release. Goes on after a failure where that tells something; the last line on stdout is always
 * `N passed, N failed`, summed over all runners.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Tally, TALLY_VARIABLE, readTally, sum } from './lib/tally.ts';
import { root, runNode, toolPath } from './lib/tool.ts';

interface Step {
  readonly name: string;
  readonly command: readonly string[];
  /** Without a build there is nothing to look at: the step counts as one failure. */
  readonly needsBuild?: boolean;
}

const vitest = [toolPath('vitest'), 'run'];
const steps: readonly Step[] = [
  { name: 'check', command: ['scripts/check.ts'] },
  { name: 'unit', command: [...vitest, '--project', 'unit', '--project', 'content'] },
  { name: 'build', command: ['scripts/build.ts'] },
  { name: 'built', command: [...vitest, '--project', 'built'], needsBuild: true },
  {
    name: 'e2e',
    command: [toolPath('@playwright/test', 'playwright'), 'test'],
    needsBuild: true,
  },
  ...(process.argv.includes('--release')
    ? [{ name: 'release', command: ['scripts/test-release.ts'], needsBuild: true }]
    : []),
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

async function runStep({ name, command }: Step): Promise<Tally> {
  const file = join(root, 'node_modules/.cache/tracebook/tally', `${name}.json`);
  rmSync(file, { force: true });
  const code = await runNode(command, {
    env: { [TALLY_VARIABLE]: file },
    signal: running.signal,
  });
  return readTally(file, code);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    abort(`The tests were interrupted by ${signal}.`);
  });
}
process.on('uncaughtException', (error) => {
  abort(`The tests stopped: ${error.message}`);
});

for (const step of steps) {
  const start = performance.now();
  console.log(`\n=== ${step.name}`);
  const built = (tallies.get('build')?.failed ?? 0) === 0;
  if (step.needsBuild && !built) {
    console.log('Left out: the build failed.');
    tallies.set(step.name, { passed: 0, failed: 1 });
    continue;
  }
  tallies.set(step.name, await runStep(step));
  console.log(`(${((performance.now() - start) / 1000).toFixed(0)} s)`);
}
close();
