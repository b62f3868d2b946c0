// Installs what the other scripts need. Runs before anything is installed, on any Node from 18 on:
// built-ins only. Says everything on stderr, so that a script's own stdout stays clean. Does
// nothing if nothing changed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from './browser.mjs';
import { isInstalled, oneLine, unsuitableNpm } from './lib/install.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');
const stamp = join(modules, '.setup-stamp');
const OLDEST_NODE = [22, 18]; // the first that runs TypeScript files without a flag

const INSTALL_OPTIONS = [
  ...['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'],
  // npm's own pauses between tries make 73 s of being offline; these make about 10.
  ...['--fetch-retries=3', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=6000'],
];

/** An error whose message is meant for the person at the terminal. */
class SetupError extends Error {}

/** @param {string} line */
const say = (line) => process.stderr.write(`${line}\n`);

/**
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
function capture(command, args) {
  return new Promise((resolve) => {
    const shell = process.platform === 'win32' && !command.endsWith('.exe');
    const child = spawn(command, args, { cwd: root, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ ok: false, output: error.message }));
    child.on('close', (code) => resolve({ ok: code === 0, output }));
  });
}

/**
 * Runs on the Node that npm itself runs on: the one in node_modules is about to be replaced.
 * @param {string[]} args
 */
function npm(...args) {
  const cli = process.env['npm_execpath'];
  const node = process.env['npm_node_execpath'] ?? process.execPath;
  return cli?.endsWith('js') ? capture(node, [cli, ...args]) : capture('npm', args);
}

async function install() {
  const lockText = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const wanted = createHash('sha256')
    .update(`${lockText}${process.platform}${process.arch}`)
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;

  const unsuitable = unsuitableNpm(process.env);
  if (unsuitable) throw new SetupError(unsuitable);
  if (!isInstalled(modules, JSON.parse(lockText))) {
    say(
      existsSync(modules)
        ? 'Installing changed dependencies …'
        : 'First run: installing dependencies …',
    );
    rmSync(stamp, { force: true });
    const { ok, output } = await npm('ci', ...INSTALL_OPTIONS);
    if (!ok) throw new SetupError(oneLine(output));
    say('Dependencies are installed.');
  }
  await requireNode();
  writeFileSync(stamp, wanted);
}

/** Every npm script finds node_modules/.bin/node before the system's. */
async function requireNode() {
  const own = join(modules, '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  const { ok, output } = await capture(existsSync(own) ? own : 'node', ['--version']);
  const [major = 0, minor = 0] = (ok ? output : '').replace('v', '').split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  const have = ok ? `Node ${output.trim()} is too old` : 'the packaged Node does not run';
  throw new SetupError(
    `No Node package fits ${process.platform} ${process.arch} (${have}): install Node ${OLDEST_NODE.join('.')} or later.`,
  );
}

async function requireBrowser() {
  if (findChromium()) return;
  say('No Chromium found: downloading one …');
  const cli = join(modules, 'playwright', 'cli.js');
  const { ok } = await capture(process.execPath, [cli, 'install', '--no-shell', 'chromium']);
  if (ok && findChromium()) return;
  throw new SetupError(
    'No browser for the tests and none could be downloaded: install Chromium or set CHROME_PATH.',
  );
}

try {
  await install();
  if (process.argv.includes('--browser')) await requireBrowser();
} catch (error) {
  const { message, code } = /** @type {NodeJS.ErrnoException} */ (error);
  say(`Set-up failed. ${code ? oneLine(`${code} ${message}`) : message}`);
  // npm does not start the tests after this, and their output must end in a tally all the same.
  if (process.argv.includes('--tally')) console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
