/**
 * `npm run verify -- <slug>… [--python PATH] …`: runs the programs of guides on this machine and merges what happened
 * into their `evidence.json`. Without Node, `python tools/repro/run.py` does the same.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCommand, refuse } from '../src/authoring/command.ts';
import { root } from './lib/tool.ts';

const usage =
  'npm run verify -- SLUG… [--python PATH] [--only SCENARIO,…] [--timeout SECONDS] [--jobs N]';
const { values, positionals } = readCommand({
  usage,
  does: 'Runs the programs of guides here and records in their evidence.json what happened.',
  operands: Infinity,
  options: {
    python: { type: 'string', default: process.platform === 'win32' ? 'python' : 'python3' },
    only: { type: 'string' },
    timeout: { type: 'string' },
    jobs: { type: 'string' },
  },
});
if (positionals.length === 0) refuse(`Name one guide or more.\nusage: ${usage}`);
const programs = positionals.map((slug) => join(root, 'content/guides', slug, 'repro.py'));
const missing = positionals.filter((_slug, index) => !existsSync(programs[index] ?? ''));
if (missing.length > 0) refuse(`No repro.py in content/guides for: ${missing.join(', ')}`);

const out = mkdtempSync(join(tmpdir(), 'tracebook-verify-'));
const options = (['only', 'timeout', 'jobs'] as const).flatMap((name) => {
  const value = values[name];
  return value ? [`--${name}`, value] : [];
});
const { status, error } = spawnSync(
  values.python,
  [join(root, 'tools/repro/run.py'), ...programs, '--out', out, '--write', ...options],
  { cwd: root, stdio: 'inherit' },
);
rmSync(out, { recursive: true });
if (error)
  refuse(
    `${values.python} could not be started (${error.message}). Name another with --python PATH.`,
  );
process.exitCode = status ?? 1;
