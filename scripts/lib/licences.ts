/** Which licences the packages have that a build or a test uses. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression, or an empty string where the package names none. */
  readonly licence: string;
}

interface Lockfile {
  readonly packages: Readonly<Record<string, unknown>>;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: unknown;
}

/**
 * Licences that tools of a build may have. A reader's browser gets our own code, Pagefind (MIT) and
 * pep440 (Apache-2.0), and the letters of two OFL fonts in social cards: nothing else is passed on.
 */
export const allowedLicences: ReadonlySet<string> = new Set([
  ...['MIT', 'MIT-0', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'CC0-1.0'],
  ...['Apache-2.0', 'Python-2.0', 'PSF-2.0', 'Unlicense', 'OFL-1.1'],
  // Used unchanged, as libraries of their own: lightningcss, axe-core and the like; libvips below sharp.
  ...['MPL-2.0', 'LGPL-3.0-or-later'],
]);

/** The packages of the lockfile that are installed here, by their own words, sorted by name. */
export function installedPackages(root: string): InstalledPackage[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lockfile;
  return Object.keys(lock.packages)
    .map((folder) => join(root, folder, 'package.json'))
    .filter((file) => file !== join(root, 'package.json') && existsSync(file))
    .map((file) => {
      const { name, version, license } = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
      return { name, version, licence: typeof license === 'string' ? license : '' };
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'en') || a.version.localeCompare(b.version, 'en'));
}

/** Whether an SPDX expression leaves a choice that is allowed: one side of each OR, both of each AND. */
export function isAllowed(expression: string): boolean {
  return expression
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((licence) => allowedLicences.has(licence)));
}
