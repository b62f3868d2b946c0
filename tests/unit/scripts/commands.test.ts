/** Every command of `npm run` says how it is used, and what is wrong with what it was given. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { portOf } from '../../../scripts/lib/port.ts';
import { root } from '../../../scripts/lib/tool.ts';

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Readonly<Record<string, string>>;
};
/** Ours, without those that npm runs before others. */
const commands = Object.entries(scripts)
  .filter(([, line]) => line.startsWith('node ') && !line.includes('setup.mjs'))
  .map(([name, line]) => ({ name, args: line.split(' ').slice(1) }));

interface Ended {
  status: number;
  out: string;
  err: string;
}

function run(args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, { cwd: root }, (_error, out, err) => {
      resolve({ status: child.exitCode ?? -1, out, err });
    });
  });
}

describe.concurrent('npm run', () => {
  it.each(commands)('$name --help says how it is used, and does nothing', async ({ args }) => {
    const { status, out, err } = await run([...args, '--help']);
    expect([status, err]).toEqual([0, '']);
    expect(out).toMatch(/^usage: .*\n/m);
  });

  it.each([
    ['scripts/build.ts', ['--nope'], /^Unknown option '--nope'\nusage: npm run build\n$/],
    ['scripts/complete-lock.mjs', ['--nope'], /^Unknown option '--nope'\nusage: .*\n$/],
    ['scripts/serve.ts', ['--port', '70000'], /^"70000" is not a port/],
    ['scripts/serve.ts', ['dist'], /^Unexpected argument 'dist'\nusage: npm run serve/],
    ['scripts/serve.ts', ['--port'], /^Option '--port <value>' argument missing\nusage: /],
    ['scripts/verify.ts', ['no-such-guide'], /^No repro\.py .*no-such-guide/],
    ['scripts/bench.ts', ['nope'], /^There is no benchmark "nope"\. Benchmarks: .*finder/],
    ['scripts/archive.ts', ['--out', tmpdir()], /is there and is no earlier archive/],
    ['src/authoring/check-content.ts', ['/nope'], /^There is no folder "\/nope"/],
    ['src/authoring/new-guide.ts', [], /^Name the error.*\nusage: npm run new/],
    ['src/authoring/packages/refresh.ts', ['no-such-library'], /^Unknown: no-such-library/],
    ['tests/fuzz/main.ts', ['--only', 'nope'], /^No claim has "nope" in its name[\s\S]*never/],
    ['tests/fuzz/main.ts', ['--seed', 'abc'], /^A seed .*--seed/],
  ])('%s %j is refused', async (script, args, said) => {
    const { status, out, err } = await run([script, ...args]);
    expect([status, out]).toEqual([2, '']);
    expect(err).toMatch(said);
  });
});

it.each([
  [undefined, undefined, 4321],
  [undefined, '', 4321],
  [undefined, '8080', 8080],
  ['1234', '8080', 1234],
  ['', '8080', undefined],
  ['0', undefined, undefined],
  [undefined, 'http', undefined],
])('--port %j and PORT %j make port %j', (option, variable, port) => {
  expect(portOf(option, variable)).toBe(port);
});
