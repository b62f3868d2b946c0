/** The package of the command line and the action, as their users have them: installed, offline, on the oldest Node. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/lib/tool.ts';
import type { PackagedData } from '../../src/cli/data.ts';
import { GitHubDouble } from '../unit/action/github-double.ts';
import { event } from '../unit/action/run-action.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracebook-'));
const DTYPE = 'RuntimeError: FlashAttention only support fp16 and bf16 data type';
/** The system's own Node: the one that runs the tests comes from node_modules and is newer. */
const path = (process.env['PATH'] ?? '')
  .split(delimiter)
  .filter((entry) => !entry.includes('node_modules'))
  .join(delimiter);
const env = { ...process.env, PATH: path, NO_COLOR: '', FORCE_COLOR: '0' };
const program = join(folder, 'node_modules', 'tracebook', 'tracebook.js');

function tracebook(args: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync('node', [program, ...args], {
    ...{ cwd: folder, env, input, encoding: 'utf8' as const },
  });
  return { status, out: stdout, err: stderr };
}

beforeAll(() => {
  const built = spawnSync(process.execPath, ['scripts/package.ts'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(built.status, built.stderr).toBe(0);
  const npm = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync('npm', args, {
      ...{ cwd: folder, env, encoding: 'utf8' as const, shell: process.platform === 'win32' },
    });
    expect(status, stderr).toBe(0);
    return stdout;
  };
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const [packed] = JSON.parse(npm('pack', join(root, 'dist-cli'), '--json')) as {
    filename: string;
  }[];
  npm('install', '--offline', '--no-audit', '--no-fund', `./${packed!.filename}`);
}, 240_000);

describe('the installed command line', () => {
  it('is what was packed, without dependencies', () => {
    const manifest = JSON.parse(
      readFileSync(join(folder, 'node_modules', 'tracebook', 'package.json'), 'utf8'),
    ) as Record<string, unknown>;
    expect(manifest).toMatchObject({ name: 'tracebook', engines: { node: '>=20' } });
    expect(Object.keys(manifest).filter((key) => /dependencies/i.test(key))).toEqual([]);
    expect(readFileSync(program, 'utf8')).not.toMatch(/^import .* from ["'](?!node:)/m);
  });

  it('runs by its name', () => {
    const bin = join(folder, 'node_modules', '.bin', 'tracebook');
    const { status, stdout } = spawnSync(bin, ['--version'], {
      ...{ env, encoding: 'utf8' as const, shell: process.platform === 'win32' },
    });
    expect([status, stdout]).toEqual([0, '0.1.0\n']);
  });

  it('matches', () => {
    const { status, out } = tracebook(['match', '--json'], DTYPE);
    expect(status).toBe(0);
    const { hits } = JSON.parse(out) as { hits: object[] };
    expect(hits[0]).toMatchObject({ slug: 'flash-attn-dtype', group: 'exact', line: DTYPE });
    expect(tracebook(['match'], 'all is well').status).toBe(1);
    expect(tracebook(['match', '--lang', 'fr'], DTYPE).status).toBe(2);
  });

  it.each(['en', 'zh'])('explains every written guide in %s', (lang) => {
    const file = join(folder, 'node_modules', 'tracebook', 'data.json');
    const { replies } = JSON.parse(readFileSync(file, 'utf8')) as PackagedData;
    expect(replies.length).toBeGreaterThan(10);
    for (const { slug } of replies) {
      const { status, out } = tracebook(['explain', slug, '--lang', lang]);
      expect(status).toBe(0);
      expect(out.length).toBeGreaterThan(2000);
      // A reader's own server may stand in a command; the address of a build that has none may not.
      expect(out).not.toMatch(/tracebook\.invalid|\/\/localhost:4321|\{#|\]\(#|^\|/m);
    }
  });

  it('checks an environment', () => {
    const { status, out } = tracebook(['env'], 'transformers==5.11.0\nhuggingface-hub==1.2.0\n');
    expect(status).toBe(1);
    expect(out).toContain('transformers');
    expect(tracebook(['env'], 'hello').status).toBe(1);
  });

  it('replies', () => {
    const { status, out } = tracebook(['reply', '--site', 'https://example.org'], DTYPE);
    expect(status).toBe(0);
    expect(out).toContain('<https://example.org/e/flash-attn-dtype/>');
  });
});

describe('its manners', () => {
  const long = join(folder, 'long.log');

  beforeAll(() => {
    const line = (at: number) =>
      `2026-01-01 10:00:00 [INFO] step ${at} loss=${(at % 997) / 1000} lr=1e-5 throughput 1234 tokens/s\n`;
    const file = openSync(long, 'w');
    for (let block = 0; block < 200; block += 1) {
      let text = block === 100 ? `${DTYPE}\n` : '';
      for (let at = 0; text.length < 1_000_000; at += 1) text += line(block * 100_000 + at);
      appendFileSync(file, text);
    }
    closeSync(file);
  }, 120_000);

  it(
    'reads 200 MB in at most 150 MB of memory, and finds the error in their middle',
    { timeout: 300_000 },
    () => {
      const report = join(folder, 'memory.mjs');
      const peak = "process.on('exit', () => console.error(process.resourceUsage().maxRSS));";
      writeFileSync(report, peak);
      const args = ['--import', `file://${report}`, program, 'match', long, '--json'];
      const { status, stdout, stderr } = spawnSync('node', args, { env, encoding: 'utf8' });
      expect(status).toBe(0);
      const { hits } = JSON.parse(stdout) as { hits: object[] };
      expect(hits[0]).toMatchObject({ slug: 'flash-attn-dtype', group: 'exact' });
      expect(Number(stderr)).toBeLessThanOrEqual(150 * 1024);
    },
  );

  const ended = (child: ChildProcess) =>
    new Promise<{ code: number | null; signal: string | null; err: string }>((resolve) => {
      let err = '';
      child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
      child.on('close', (code, signal) => resolve({ code, signal, err }));
    });

  it('ends without a word when its reader stops', async () => {
    const child = spawn('node', [program, 'explain', 'flash-attn-dtype'], { env });
    child.stdout.destroy();
    const { signal, err } = await ended(child);
    expect([signal, err]).toEqual([null, '']);
  });

  it.skipIf(process.platform === 'win32')('ends without a word on Ctrl-C', async () => {
    const child = spawn('node', [program, 'match', long], { env });
    // Whatever it is doing by then: reading takes many seconds.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    child.kill('SIGINT');
    const { signal, err } = await ended(child);
    expect([signal, err]).toEqual(['SIGINT', '']);
  });
});

describe('the action as its repository', () => {
  it('answers an issue over HTTP, writes its outputs and keeps its token to itself', async () => {
    const github = new GitHubDouble();
    const api = await github.start();
    const payload = join(folder, 'event.json');
    const output = join(folder, 'output');
    writeFileSync(payload, JSON.stringify(event({ body: DTYPE })));
    const token = 'ghs_secretSecretSecretSecret';
    const child = spawn('node', [join(root, 'dist-action', 'index.js')], {
      env: {
        ...{
          PATH: path,
          GITHUB_EVENT_NAME: 'issues',
          GITHUB_EVENT_PATH: payload,
          GITHUB_OUTPUT: output,
        },
        ...{ GITHUB_API_URL: api, INPUT_TOKEN: token, INPUT_SITE: 'https://example.org' },
      },
    });
    let log = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (log += chunk.toString()));
    const code = await new Promise((resolve) => child.on('close', resolve));
    await github.stop();
    expect(code, log).toBe(0);
    expect(github.comments[0]!.body).toContain('https://example.org/e/flash-attn-dtype/');
    expect(readFileSync(output, 'utf8')).toContain('guide=flash-attn-dtype\n');
    expect(log).not.toContain(token);
  });

  it('fails in one line where the event is not an issue', () => {
    const { status, stdout } = spawnSync('node', [join(root, 'dist-action', 'index.js')], {
      env: {
        PATH: path,
        GITHUB_EVENT_NAME: 'pull_request_target',
        GITHUB_EVENT_PATH: join(folder, 'event.json'),
      },
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^::error title=Tracebook::.*"issues" only.*\n$/);
  });

  it('holds everything that action.yml names', () => {
    const manifest = readFileSync(join(root, 'dist-action', 'action.yml'), 'utf8');
    const main = /^ {2}main: (\S+)$/m.exec(manifest)?.[1] ?? '';
    expect(existsSync(join(root, 'dist-action', main))).toBe(true);
    const code = readFileSync(join(root, 'dist-action', main), 'utf8');
    expect(code).not.toMatch(/^import .* from ["'](?!node:)/m);
  });
});
