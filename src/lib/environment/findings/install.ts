import { ownValue } from '../../own-value.ts';
import type { EnvironmentData, RunSet } from '../data.ts';
import type { Environment, Known } from '../environment.ts';
import type { Finding, InstallSuggestion } from '../report.ts';
import { lineOf, localOf } from '../versions.ts';
import type { Input } from './input.ts';
import { releaseFor } from './requirements.ts';

/**
 * One command for a set of versions that was really run, where it removes every conflict and every
 * error of these versions; null where no set does. `judge` is the whole check, run again on the
 * environment as it would be.
 */
export function installSuggestion(
  { environment, data, locale, words, errors }: Input,
  findings: readonly Finding[],
  judge: (environment: Environment) => readonly Finding[],
): InstallSuggestion | null {
  if (!findings.some(isSolvable)) return null;
  const needed = new Set(findings.filter(isSolvable).flatMap(({ packages }) => packages));
  const tried = new Set<string>();
  for (const set of candidates(data, environment, errors)) {
    const changed = Object.entries(set.packages).filter(([name]) => environment.packages.has(name));
    if (!changed.some(([name]) => needed.has(name))) continue;
    const pins = changed.flat().sort().join(' ');
    if (tried.has(pins)) continue;
    tried.add(pins);
    const after = withPackages(environment, changed);
    if (judge(after).some(isSolvable) || findings.some((one) => isGuess(one, changed, data)))
      continue;
    return {
      command: commandFor(changed),
      text: words.install(set.device, set.python, set.date),
      guide: {
        slug: set.slug,
        cause: null,
        text: data.guides[set.slug]?.title[locale] ?? set.slug,
      },
    };
  }
  return null;
}

/** What other versions can solve; a contradiction is solved by pasting again. */
export function isSolvable({ group, code }: Finding): boolean {
  if (code === 'contradiction') return false;
  return group === 'conflict' || group === 'affected' || group === 'error';
}

/**
 * Whether a conflict would be gone only because a release of the set is not on record. That the
 * packages of the set fit each other needs no record: they ran together.
 */
function isGuess(
  { code, packages }: Finding,
  changed: readonly [string, string][],
  data: EnvironmentData,
): boolean {
  const pinned = changed.filter(([name]) => packages.includes(name));
  return (
    code === 'requirement' &&
    pinned.length < packages.length &&
    pinned.some(([name, version]) => {
      const library = ownValue(data.packages, name);
      return library !== undefined && releaseFor(library, version) === undefined;
    })
  );
}

/** Sets that could be installed here: the guide of the error first, then those with most packages in common. */
function candidates(
  { sets }: EnvironmentData,
  environment: Environment,
  errors: Input['errors'],
): RunSet[] {
  const shared = ({ packages }: RunSet): number =>
    Object.keys(packages).filter((name) => environment.packages.has(name)).length;
  const first = ({ slug }: RunSet): number => (errors.some((error) => error.slug === slug) ? 1 : 0);
  return sets
    .filter(
      ({ python, packages }) =>
        (!environment.python || lineOf(environment.python.value) === lineOf(python)) &&
        Object.entries(packages).every(([, version]) => isInstallable(version)),
    )
    .toSorted((a, b) => first(b) - first(a) || shared(b) - shared(a) || (a.date < b.date ? 1 : -1));
}

/** A version with a local part of our own (`+sm90.hdim64`) is on no index. */
function isInstallable(version: string): boolean {
  return /^(?:|cu\d{3}|cpu)$/.test(localOf(version));
}

function withPackages(environment: Environment, changed: readonly [string, string][]): Environment {
  const packages = new Map<string, Known>(environment.packages);
  for (const [name, value] of changed) packages.set(name, { value, origins: [] });
  const local = localOf(packages.get('torch')?.value ?? '');
  const [, major, minor] = /^cu(\d{2})(\d)$/.exec(local) ?? [];
  const torchCuda =
    major && minor ? { value: `${major}.${minor}`, origins: [] } : environment.torchCuda;
  return { ...environment, packages, torchCuda };
}

function commandFor(changed: readonly [string, string][]): string {
  const pins = changed.map(([name, version]) => `"${name}==${version}"`);
  const local = changed.map(([, version]) => localOf(version)).find((part) => part !== '');
  const index =
    local === undefined ? '' : ` --extra-index-url https://download.pytorch.org/whl/${local}`;
  return `pip install ${pins.join(' ')}${index}`;
}
