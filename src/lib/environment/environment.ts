import type { GpuFamily } from '../context/ids.ts';
import { familyOfGpu } from './gpu-family.ts';
import type { Block, Fact, FactKind, Origin } from './types.ts';
import { agrees, localOf } from './versions.ts';

/** One value on which every format agrees, and where it stands. */
export interface Known {
  readonly value: string;
  readonly origins: readonly Origin[];
}

export interface Gpu extends Known {
  readonly family: GpuFamily | undefined;
}

/** Two formats, or two places, that say different things. Nothing is concluded from either. */
export interface Contradiction {
  /** A package's name, or `python`, `driver`, `driver-cuda`, `torch-cuda`, `toolkit`. */
  readonly subject: string;
  readonly isPackage: boolean;
  readonly values: readonly Known[];
}

export type Platform = 'linux' | 'windows' | 'macos';

/** What a paste says of an environment, joined over all formats in it. */
export interface Environment {
  readonly packages: ReadonlyMap<string, Known>;
  /** Requirements that leave the version open: name → specifiers. */
  readonly wanted: ReadonlyMap<string, readonly Known[]>;
  /** Extras that a requirements file asks for. */
  readonly extras: ReadonlyMap<string, ReadonlySet<string>>;
  readonly python: Known | undefined;
  readonly os: Known | undefined;
  readonly platform: Platform | undefined;
  /** CUDA version that PyTorch was built for, or `cpu`. */
  readonly torchCuda: Known | undefined;
  readonly toolkit: Known | undefined;
  readonly driver: Known | undefined;
  readonly driverCuda: Known | undefined;
  readonly gpus: readonly Gpu[];
  /** Whether one block lists every package: what is not there is not installed. */
  readonly isWhole: boolean;
  readonly contradictions: readonly Contradiction[];
}

/** Joins the facts of all blocks. */
export function environmentOf(blocks: readonly Block[]): Environment {
  const facts = blocks.flatMap((block) => block.facts);
  const contradictions: Contradiction[] = [];
  const single = (kind: FactKind): Known | undefined => {
    const values = merge(facts.filter((fact) => fact.kind === kind));
    if (values.length > 1) contradictions.push({ subject: kind, isPackage: false, values });
    return values.length === 1 ? values[0] : undefined;
  };
  const packages = new Map<string, Known>();
  for (const [name, own] of byName(facts, 'package')) {
    const values = merge(own);
    if (values.length > 1) contradictions.push({ subject: name, isPackage: true, values });
    else if (values[0]) packages.set(name, values[0]);
  }
  const os = facts.find(({ kind }) => kind === 'os');
  const python = single('python');
  const torchCuda = single('torch-cuda') ?? fromLocal(packages.get('torch'));
  return {
    packages,
    wanted: new Map([...byName(facts, 'wanted')].map(([name, own]) => [name, own.map(known)])),
    extras: new Map(
      [...byName(facts, 'extra')].map(([name, own]) => [name, new Set(own.map((f) => f.value))]),
    ),
    python,
    os: os && known(os),
    platform: facts
      .filter(({ kind }) => kind === 'os')
      .map(platformOf)
      .find(Boolean),
    torchCuda,
    toolkit: single('toolkit'),
    driver: single('driver'),
    driverCuda: single('driver-cuda'),
    gpus: gpusOf(facts.filter(({ kind }) => kind === 'gpu')),
    isWhole: blocks.some((block) => block.isWhole),
    contradictions,
  };
}

const known = ({ value, origin }: Fact): Known => ({ value, origins: [origin] });

function byName(facts: readonly Fact[], kind: FactKind): Map<string, Fact[]> {
  const groups = new Map<string, Fact[]>();
  for (const fact of facts) {
    if (fact.kind !== kind) continue;
    const group = groups.get(fact.name);
    if (group) group.push(fact);
    else groups.set(fact.name, [fact]);
  }
  return groups;
}

/** One entry for each distinct value; `3.12` and `3.12.1` are one, and the longer says more. */
function merge(facts: readonly Fact[]): Known[] {
  const values: { value: string; origins: Origin[] }[] = [];
  for (const { value, origin } of facts) {
    const same = values.find((entry) => agrees(entry.value, value));
    if (!same) values.push({ value, origins: [origin] });
    else {
      same.origins.push(origin);
      if (value.length > same.value.length) same.value = value;
    }
  }
  return values;
}

/** `2.11.0+cu130` was built for CUDA 13.0, `+cpu` for none. */
function fromLocal(torch: Known | undefined): Known | undefined {
  const local = localOf(torch?.value ?? '');
  const [, major, minor] = /^cu(\d{2})(\d)(?:\.|$)/.exec(local) ?? [];
  const value = local === 'cpu' ? 'cpu' : major && minor ? `${major}.${minor}` : undefined;
  return torch && value !== undefined ? { value, origins: torch.origins } : undefined;
}

function platformOf({ value }: Fact): Platform | undefined {
  if (/windows/i.test(value)) return 'windows';
  if (/mac ?os|darwin/i.test(value)) return 'macos';
  return /linux|ubuntu|debian|centos|fedora|rocky|alma|red hat/i.test(value) ? 'linux' : undefined;
}

function gpusOf(facts: readonly Fact[]): Gpu[] {
  const gpus = new Map<
    string,
    { value: string; origins: Origin[]; family: GpuFamily | undefined }
  >();
  for (const { value, origin } of facts) {
    const gpu = gpus.get(value);
    if (gpu) gpu.origins.push(origin);
    else gpus.set(value, { value, origins: [origin], family: familyOfGpu(value) });
  }
  return [...gpus.values()];
}

/** The one family of all cards, where every card has a known one. */
export function onlyFamily({ gpus }: Pick<Environment, 'gpus'>): GpuFamily | undefined {
  const families = new Set(gpus.map(({ family }) => family));
  return families.size === 1 ? [...families][0] : undefined;
}
