import { ownValue } from '../../own-value.ts';
import type { Library } from '../data.ts';
import type { Environment } from '../environment.ts';
import { unpackMetadata } from '../metadata.ts';
import { evaluateMarker, type MarkerValues } from '../pep508/markers.ts';
import { knownRequirement } from '../pep508/requirement.ts';
import type { Finding } from '../report.ts';
import { isInRange, releaseOf } from '../versions.ts';
import { code, linesOf, type Input, type Judged } from './input.ts';

/** A finding before those with the same requirement are joined. */
interface RequirementFinding extends Finding {
  readonly owner: string;
  readonly wanted: string;
  readonly found: string;
}

/** Requirements of known libraries against what is installed. */
export function requirementFindings(input: Input): Judged {
  const { environment, data, words } = input;
  const findings: RequirementFinding[] = [];
  const unknown: string[] = [];
  const unread: string[] = [];
  const absent = new Set<string>();
  let undecided = 0;
  let others = 0;
  for (const [name, { value }] of environment.packages) {
    const library = ownValue(data.packages, name);
    if (!library) {
      others += 1;
      continue;
    }
    const release = releaseFor(library, value);
    if (releaseOf(value).length === 0) unknown.push(words.unknown.version(code(name, value)));
    else if (release === undefined) unread.push(code(name, value));
    else {
      const judged = judgeRelease(name, release, library, input);
      findings.push(...judged.findings);
      undecided += judged.undecided;
      for (const missing of judged.absent) absent.add(code(missing));
    }
  }
  if (unread.length > 0) unknown.push(words.unknown.metadata(unread));
  if (absent.size > 0) unknown.push(words.unknown.absent([...absent].toSorted()));
  if (undecided > 0) unknown.push(words.unknown.markers(undecided));
  if (others > 0) unknown.push(words.unknown.others(others));
  return { findings: joined(findings, input), unknown };
}

/** Libraries that ask for the same of the same package are one finding. */
function joined(findings: readonly RequirementFinding[], { words }: Input): Finding[] {
  const groups = new Map<string, RequirementFinding[]>();
  for (const finding of findings) {
    const key = [finding.code, finding.wanted, finding.found].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { owner: _owner, wanted, found, ...finding } = first;
    const owners = group.map(({ owner }) => owner);
    const title =
      first.code === 'python-version'
        ? words.pythonRange(owners, wanted, found)
        : words.requires(owners, wanted, found);
    return [
      {
        ...finding,
        title,
        lines: [...new Set(group.flatMap(({ lines }) => lines))].toSorted((a, b) => a - b),
        packages: [...new Set(group.flatMap(({ packages }) => packages))],
      },
    ];
  });
}

/** The release on record that is this version: of another one's metadata nothing follows. */
export function releaseFor({ requirements }: Library, version: string): string | undefined {
  const releases = unpackMetadata(requirements);
  if (releases.has(version)) return version;
  return [...releases.keys()].find((release) => isInRange(version, `==${release}`) === true);
}

function judgeRelease(name: string, release: string, library: Library, input: Input) {
  const { environment, words } = input;
  const own = environment.packages.get(name);
  const ownCode = code(name, own?.value);
  const { python = '', packages = [] } = unpackMetadata(library.requirements).get(release) ?? {};
  const detail = words.requiresDetail(code(name, release), library.refreshed);
  const source = { title: `PyPI: ${name}`, url: library.source };
  const base = { group: 'conflict', title: '', detail, guide: null, source } as const;
  const findings: RequirementFinding[] = [];
  const absent: string[] = [];
  let undecided = 0;
  const { python: pythonVersion } = environment;
  if (pythonVersion && isInRange(fullPython(pythonVersion.value), python) === false) {
    findings.push({
      ...base,
      ...{ code: 'python-version', owner: ownCode, packages: [name] },
      ...{ wanted: code(python), found: code(pythonVersion.value) },
      lines: linesOf(own, pythonVersion),
    });
  }
  for (const text of environment.extras.has(name) ? packages : withoutExtras(packages)) {
    const requirement = knownRequirement(text);
    if (!requirement) continue;
    const found = environment.packages.get(requirement.name);
    const fits = found ? isInRange(found.value, requirement.specifier) : !environment.isWhole;
    if (fits !== false) continue;
    const truth = applies(requirement.marker, environment, name);
    if (truth === 'unknown') undecided += 1;
    if (truth !== true) continue;
    // Most lists name a few packages of many: what is not there may be installed all the same.
    if (!found) {
      absent.push(requirement.name);
      continue;
    }
    findings.push({
      ...base,
      code: 'requirement',
      owner: ownCode,
      wanted: code(requirement.name, requirement.specifier),
      found: code(requirement.name, found.value),
      lines: linesOf(own, found),
      packages: [name, requirement.name],
    });
  }
  return { findings, absent, undecided };
}

const withoutExtrasOf = new WeakMap<readonly string[], readonly string[]>();

/** Some libraries have hundreds of requirements behind extras that nobody asked for. */
function withoutExtras(packages: readonly string[]): readonly string[] {
  const known = withoutExtrasOf.get(packages);
  if (known) return known;
  const own = packages.filter((text) => !text.includes('extra =='));
  withoutExtrasOf.set(packages, own);
  return own;
}

/** Whether a requirement counts here. Extras count where a requirements file asks for them. */
function applies(marker: string | null, environment: Environment, owner: string) {
  if (marker === null) return true;
  const extras = [...(environment.extras.get(owner) ?? []), ''];
  const truths = extras.map((extra) => evaluateMarker(marker, { ...valuesOf(environment), extra }));
  if (truths.includes(true)) return true;
  return truths.includes('unknown') ? 'unknown' : false;
}

/** A list of installed packages is CPython's in all but the rarest case, yet nothing says so: it stays unknown. */
function valuesOf({ python, platform, os }: Environment): MarkerValues {
  const machine = /x86_64|amd64|aarch64|arm64/i.exec(os?.value ?? '')?.[0];
  return {
    ...(python && {
      python_version: releaseOf(python.value).slice(0, 2).join('.'),
      ...(releaseOf(python.value).length > 2 && { python_full_version: python.value }),
    }),
    ...(platform && platformValues[platform]),
    ...(machine && { platform_machine: machine }),
  };
}

const platformValues = {
  linux: { sys_platform: 'linux', platform_system: 'Linux', os_name: 'posix' },
  windows: { sys_platform: 'win32', platform_system: 'Windows', os_name: 'nt' },
  macos: { sys_platform: 'darwin', platform_system: 'Darwin', os_name: 'posix' },
} as const;

/** `3.10` fits `>=3.10.0` whatever its patch is: the highest of the line stands for it. */
function fullPython(version: string): string {
  return releaseOf(version).length > 2 ? version : `${version}.99`;
}
