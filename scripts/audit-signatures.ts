/**
 * `npm run audit:signatures`: whether the registry signed what is installed. Exit code 0: every
 * signature holds; 1: one does not; 2: it could not be asked, which is said and proves nothing.
 */
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { readCommand } from '../src/authoring/command.ts';
import { judgeSignatures } from './lib/signatures.ts';
import { root } from './lib/tool.ts';

readCommand({
  usage: 'npm run audit:signatures',
  does: 'Asks the registry whether it signed what is installed. Status 1: not all of it; 2: nobody knows.',
});

const cli = process.env['npm_execpath'];
const args = ['audit', 'signatures'];
const [command, rest] = cli ? [process.execPath, [cli, ...args]] : ['npm', args];
const { status, stdout, stderr, error } = spawnSync(command, rest, {
  cwd: root,
  encoding: 'utf8',
  timeout: 120_000, // A registry without signing keys may let npm wait for ever.
  shell: process.platform === 'win32' && !cli,
});
const { code, line } = judgeSignatures(status, error?.message ?? `${stdout}\n${stderr}`);
console.log(line);
process.exitCode = code;
