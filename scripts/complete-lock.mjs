// Completes package-lock.json after `npm install`.
//
// Why: npm leaves an optional platform package out of the lockfile when the registry in use does
// not carry it, and `npm ci` then refuses the lockfile ("Missing: <package> from lock file") on
// every machine. A stub entry without integrity satisfies `npm ci`; npm fetches the package only on
// the platform that the stub names. Runs on Node 18 or later and uses built-ins only.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} LockEntry
 * @property {string} [version]
 * @property {string} [resolved]
 * @property {string} [integrity]
 * @property {boolean} [dev]
 * @property {boolean} [optional]
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 * @property {string[]} [libc]
 * @property {Record<string, string>} [optionalDependencies]
 *
 * @typedef {{ packages: Record<string, LockEntry> }} Lockfile
 */

const SYSTEMS = [
  ...['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd'],
  ...['openbsd', 'openharmony', 'sunos', 'win32'],
];
const PROCESSORS = [
  ...['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64'],
  ...['riscv64', 's390x', 'wasm32', 'x64'],
];

/**
 * Reads the platform out of a package's name: "@scope/binding-linux-arm64-musl" → linux, arm64,
 * musl.
 * @param {string} name
 * @returns {{ os?: string[], cpu?: string[], libc?: string[] } | undefined} undefined if the name
 *   says no platform
 */
export function platformFromName(name) {
  const words = name.slice(name.indexOf('/') + 1).split(/[-.]/);
  const os = words.includes('win') ? 'win32' : words.find((word) => SYSTEMS.includes(word));
  const cpu = words.find((word) => PROCESSORS.includes(word));
  if (!os && cpu !== 'wasm32') return undefined;
  const glibc = os === 'linux' && words.includes('gnu') ? 'glibc' : undefined;
  const libc = words.includes('musl') ? 'musl' : glibc;
  return {
    ...(cpu ? { cpu: [cpu] } : {}),
    ...(os ? { os: [os] } : {}),
    ...(libc ? { libc: [libc] } : {}),
  };
}

/**
 * Tells whether `name`, required by the package at `from`, has an entry where Node would look for
 * it.
 * @param {Record<string, LockEntry>} packages
 * @param {string} from
 * @param {string} name
 */
function isLocked(packages, from, name) {
  let folder = from;
  while (folder && !packages[`${folder}/node_modules/${name}`]) {
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')));
  }
  return `${folder ? `${folder}/` : ''}node_modules/${name}` in packages;
}

/**
 * Adds a stub for every optional platform package that is named but absent, and removes registry
 * addresses.
 * @param {Lockfile} lock is not changed
 * @returns {{ lock: Lockfile, added: string[], skipped: string[] }} skipped: absent, but no exact
 *   version or platform
 */
export function completeLock(lock) {
  /** @type {Record<string, LockEntry>} */
  const packages = {};
  for (const [path, entry] of Object.entries(lock.packages)) {
    const { resolved, ...rest } = entry;
    // Links and git or file dependencies need their address; a registry's is implied by name and
    // version.
    packages[path] = resolved && !/^https?:.*\.tgz$/.test(resolved) ? entry : rest;
  }

  const added = [];
  const skipped = [];
  for (const [path, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isLocked(packages, path, name)) continue;
      const platform = platformFromName(name);
      if (!platform || !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) {
        skipped.push(`${name}@${version}`);
        continue;
      }
      packages[`node_modules/${name}`] = {
        version,
        ...(platform.cpu ? { cpu: platform.cpu } : {}),
        ...(entry.dev ? { dev: true } : {}),
        ...(platform.libc ? { libc: platform.libc } : {}),
        optional: true,
        ...(platform.os ? { os: platform.os } : {}),
      };
      added.push(`${name}@${version}`);
    }
  }

  const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  return { lock: { ...lock, packages: Object.fromEntries(sorted) }, added, skipped };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const given = process.argv[2];
  if (given?.startsWith('-')) {
    const isHelp = given === '--help' || given === '-h';
    if (isHelp) console.log('usage: npm run lock:complete -- [LOCKFILE]');
    else console.error(`Unknown option '${given}'\nusage: npm run lock:complete -- [LOCKFILE]`);
    process.exit(isHelp ? 0 : 2);
  }
  const file = given ?? fileURLToPath(new URL('../package-lock.json', import.meta.url));
  const before = readFileSync(file, 'utf8');
  const { lock, added, skipped } = completeLock(JSON.parse(before));
  const after = `${JSON.stringify(lock, null, 2)}\n`;
  if (after !== before) writeFileSync(file, after);
  const one = added.length === 1 ? 'stub' : 'stubs';
  console.log(
    added.length > 0
      ? `Added ${added.length} ${one}: ${added.join(' ')}`
      : 'The lockfile is complete.',
  );
  if (skipped.length > 0) {
    console.log(`Left out (no exact version or platform): ${skipped.join(' ')}`);
  }
}
