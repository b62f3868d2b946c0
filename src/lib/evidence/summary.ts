import { agedPackages, type Aged, type Release } from './ageing.ts';
import { fixStamp, scenarioStamp, type FixStamp, type Proof, type Stamp } from './stamp.ts';
import type { CurrentHashes, Evidence, Run } from './types.ts';

/** Everything that a guide's page says of its evidence. */
export interface EvidenceSummary {
  /** The run that proved the most fixes: the one that the seal names. */
  main: Run | undefined;
  /** The main run's machine, then every other on which a fix passed. */
  devices: readonly string[];
  runs: readonly Run[];
  /** By fix id. */
  fixes: Readonly<Record<string, FixStamp>>;
  /** Every scenario by name, with its best record. */
  scenarios: readonly { name: string; stamp: Stamp }[];
  /** Whether the error itself was raised by code that has not changed since. */
  isReproduced: boolean;
  passedFixes: number;
  /** Libraries of the guide that have newer releases than the main run used. */
  aged: readonly Aged[];
}

/** Joins evidence, the code as it stands and the known releases. Pure: nothing here reads the clock. */
export function summarize(
  evidence: Evidence,
  current: CurrentHashes,
  proofs: readonly Proof[],
  packages: readonly string[],
  releases: ReadonlyMap<string, readonly Release[]>,
): EvidenceSummary {
  const names = [...new Set(evidence.runs.flatMap((run) => run.scenarios.map(({ name }) => name)))];
  const scenarios = names.map((name) => ({ name, stamp: scenarioStamp(name, evidence, current) }));
  const fixes = Object.fromEntries(
    proofs.map((proof) => [proof.id, fixStamp(proof, evidence, current)]),
  );
  const main = mainRun(evidence.runs);
  return {
    main,
    devices: main ? devicesOf(main, Object.values(fixes)) : [],
    runs: evidence.runs,
    fixes,
    scenarios,
    isReproduced: scenarios.some(
      ({ name, stamp }) => /^error(\/|$)/.test(name) && stamp.state === 'passed',
    ),
    passedFixes: Object.values(fixes).filter(({ stamp }) => stamp.state === 'passed').length,
    aged: main ? agedPackages(main, releases, packages) : [],
  };
}

function devicesOf({ device }: Run, fixes: readonly FixStamp[]): string[] {
  const others = fixes.flatMap(({ variants }) =>
    variants.flatMap(({ stamp }) => (stamp.state === 'passed' ? stamp.run.device : [])),
  );
  return [...new Set([device, ...others])];
}

/** The run in which the most fixes passed; of equals one on a GPU, then the one that executed more, then the newest. */
function mainRun(runs: readonly Run[]): Run | undefined {
  const passed = ({ scenarios }: Run) => scenarios.filter(({ outcome }) => outcome === 'passed');
  const fixes = (run: Run) =>
    new Set(
      passed(run).flatMap(({ name }) => (name.startsWith('fix-') ? [name.split('/')[0]] : [])),
    ).size;
  const onGpu = ({ device }: Run) => (device === 'CPU' ? 0 : 1);
  return runs.toSorted(
    (a, b) =>
      fixes(b) - fixes(a) ||
      onGpu(b) - onGpu(a) ||
      passed(b).length - passed(a).length ||
      b.date.localeCompare(a.date),
  )[0];
}
