/** Copies of the repository that build on their own, each with caches of its own. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../../../scripts/lib/tool.ts';

/** Copies what git tracks or would track; packages are linked one by one, so that no cache is shared. */
export function copyRepository(name: string): string {
  const copy = join(mkdtempSync(join(tmpdir(), 'tracebook-')), name);
  const { stdout } = spawnSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 },
  );
  for (const file of stdout.split('\0').filter(Boolean)) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  const packages = join(copy, 'node_modules');
  mkdirSync(packages);
  for (const entry of readdirSync(join(root, 'node_modules'))) {
    const isCache = entry.startsWith('.') && entry !== '.bin';
    if (!isCache) symlinkSync(join(root, 'node_modules', entry), join(packages, entry));
  }
  return copy;
}

/** What vitest adds for its own modules and a build would take for its own (`BASE_URL` is `/`). */
const ofVitest = /^(?:BASE_URL|MODE|DEV|PROD|SSR|NODE_ENV|TEST|VITEST.*|TRACEBOOK_.*)$/;

/** Builds a copy and returns its dist; throws with the build's words. */
export function build(copy: string, env: Readonly<Record<string, string>>): string {
  const outer = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !ofVitest.test(name)),
  );
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/build.ts'], {
    cwd: copy,
    encoding: 'utf8',
    env: { ...outer, ...env },
  });
  if (status !== 0) throw new Error(`the build failed:\n${stdout.slice(-2000)}\n${stderr}`);
  return join(copy, 'dist');
}
