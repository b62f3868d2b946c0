import type { Run } from './types.ts';

/** A release as `content/packages/<name>.json` holds it. */
export interface Release {
  version: string;
  date: string;
}

/** A library that has moved on since a run: the run could not know its newer releases. */
export interface Aged {
  package: string;
  /** The version that ran, as recorded. */
  ran: string;
  /** The first known release of a newer major or minor version. */
  since: Release;
  newest: Release;
}

/**
 * The libraries, among those asked for, of which a newer major or minor version than the run used came out after the
 * run. What was out by then was a choice, and the stamp names the version; what came later was not rechecked.
 * Read from data alone: the answer changes when the data does, never with the clock.
 */
export function agedPackages(
  run: Run,
  releases: ReadonlyMap<string, readonly Release[]>,
  asked: readonly string[],
): Aged[] {
  return asked.flatMap((name): Aged[] => {
    const ran = run.environment.packages[name];
    const base = ran === undefined ? undefined : minorOf(ran);
    if (ran === undefined || !base) return [];
    const newer = (releases.get(name) ?? [])
      .filter(({ version, date }) => date > run.date && isNewer(minorOf(version), base))
      .sort((a, b) => compare(parts(a.version), parts(b.version)));
    const [since] = newer;
    const newest = newer.at(-1);
    return since && newest ? [{ package: name, ran, since, newest }] : [];
  });
}

/** `[2, 11]` for `2.11.0+cu130`; nothing for a pre-release or what is no version. */
function minorOf(version: string): [number, number] | undefined {
  if (!/^\d+(\.\d+)*(\.post\d+)?(\+[\w.]+)?$/.test(version)) return undefined;
  const [major = 0, minor = 0] = parts(version);
  return [major, minor];
}

function parts(version: string): number[] {
  return (/^\d+(?:\.\d+)*/.exec(version)?.[0] ?? '').split('.').map(Number);
}

function isNewer(candidate: [number, number] | undefined, base: [number, number]): boolean {
  return candidate !== undefined && compare(candidate, base) > 0;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
