import { explain, satisfies, validRange } from '@renovatebot/pep440';
import { memo } from './memo.ts';

/**
 * Whether a version lies in a PEP 440 range. An installed pre-release counts like any other version.
 * `undefined` where either cannot be read.
 */
export function isInRange(version: string, range: string): boolean | undefined {
  const trimmed = range.trim();
  return trimmed === '*' || trimmed === '' ? true : judge(`${version} ${trimmed}`);
}

/** The version ends at the first space: none holds one that can be read. */
const judge = memo((question): boolean | undefined => {
  const at = question.indexOf(' ');
  const [version, range] = [question.slice(0, at), question.slice(at + 1)];
  try {
    if (explain(version) === null || !validRange(range)) return undefined;
    return satisfies(version, range, { prereleases: true });
  } catch {
    return undefined;
  }
});

/** Compares a version with another one, as a marker does; `undefined` where this cannot be read. */
export function compareVersions(
  version: string,
  operator: string,
  other: string,
): boolean | undefined {
  return isInRange(version, `${operator}${other}`);
}

/** The numbers of a version: `2.11.0+cu130` → `[2, 11, 0]`; empty where it is none. */
export const releaseOf = memo((version): readonly number[] => {
  try {
    return explain(version)?.release ?? [];
  } catch {
    return [];
  }
});

/** The part after `+`: `cu130`, `cpu`; empty where there is none. */
export function localOf(version: string): string {
  return version.split('+')[1] ?? '';
}

/** `0.21.2` → `0.21`. */
export function lineOf(version: string): string {
  return releaseOf(version).slice(0, 2).join('.');
}

/** Whether one version is the beginning of the other: `3.12` and `3.12.1`. */
export function agrees(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  return long === short || long.startsWith(`${short}.`) || long.startsWith(`${short}+`);
}
