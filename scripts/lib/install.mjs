// Judgements of the set-up, apart from its actions so that they can be tested. Built-ins only.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {{ version?: string, optional?: boolean, os?: string[], cpu?: string[], libc?: string[]
 *   }} LockEntry
 * @typedef {{ packages: Record<string, LockEntry> }} Lockfile
 */

/**
 * Tells whether npm installs the package here. A package for one C library may be absent: Node does
 * not tell which library the system has.
 * @param {LockEntry} entry
 */
function isRequired({ optional, os, cpu, libc }) {
  if (!optional) return true;
  if (!os || !cpu || libc) return false;
  return os.includes(process.platform) && cpu.includes(process.arch);
}

/**
 * Tells whether node_modules already holds what the lockfile asks for, whoever installed it. npm
 * writes its own list (.package-lock.json) last, so an interrupted installation has none.
 * @param {string} modules the path of node_modules
 * @param {Lockfile} lock
 */
export function isInstalled(modules, lock) {
  const list = join(modules, '.package-lock.json');
  if (!existsSync(list)) return false;
  /** @type {Lockfile['packages']} */
  let present;
  try {
    present = JSON.parse(readFileSync(list, 'utf8')).packages;
  } catch {
    return false;
  }
  const wanted = Object.entries(lock.packages).filter(([path]) => path !== '');
  return (
    wanted.every(([path, entry]) => {
      const found = present[path];
      return found ? found.version === entry.version : !isRequired(entry);
    }) && Object.keys(present).every((path) => path in lock.packages)
  );
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | undefined} why the program that runs this script cannot install, if so
 */
export function unsuitableNpm(env) {
  const [, name, major] = /^(\w+)\/(\d+)/.exec(env['npm_config_user_agent'] ?? '') ?? [];
  if (!name) return undefined;
  if (name !== 'npm')
    return `This repository is installed by npm, not ${name}: use npm start or npm test.`;
  if (Number(major) < 9)
    return `npm ${major} is too old for this lockfile: install npm 9 or later (it comes with Node 20).`;
  return undefined;
}

/** npm's error codes and words → what happened and what to do. The first that fits is said. */
const REASONS = [
  {
    pattern:
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED/,
    line: 'The npm registry cannot be reached: check the network or proxy and run the command again.',
  },
  {
    pattern: /EACCES|EROFS|EPERM/,
    line: 'The folder cannot be written to: make it writable for you and run the command again.',
  },
  {
    pattern: /ENOSPC/,
    line: 'The disk is full: make room (about 700 MB) and run the command again.',
  },
  {
    pattern: /EUSAGE|Missing: .* from lock file/,
    line: 'package-lock.json does not fit package.json: run npm install, then npm run lock:complete.',
  },
  {
    pattern: /EINTEGRITY/,
    line: 'A downloaded package is damaged: run npm cache verify and run the command again.',
  },
  { pattern: /ENOENT.*npm/, line: 'npm was not found: install Node with npm and run npm start.' },
];

/**
 * @param {string} output what npm or the file system said
 * @returns {string} one line: what happened and what to do
 */
export function oneLine(output) {
  const known = REASONS.find(({ pattern }) => pattern.test(output));
  if (known) return known.line;
  const lines = output.split('\n').map((line) => line.trim());
  const said =
    lines.find((line) => /^npm (error|ERR!)/.test(line)) ?? lines.find(Boolean) ?? 'no output';
  return `npm ci ended with: ${said.replace(/^npm (error|ERR!)\s*/, '')}. Delete node_modules and run the command again.`;
}
