import type { CurrentHashes, Evidence, Run, ScenarioRecord, Scope } from './types.ts';

/**
 * What the page says beside a fix. `stale`: it passed, but the code has changed since, or the error
 * was not raised in the same run, so the run proves nothing about what is shown.
 */
export type Stamp =
  | { state: 'passed'; scope: Scope; run: Run; scenario: ScenarioRecord }
  | { state: 'failed'; reason: string; run: Run; scenario: ScenarioRecord }
  | { state: 'stale'; because: StaleReason; run: Run; scenario: ScenarioRecord }
  | { state: 'not-run'; reason?: string | undefined };

export type StaleReason = 'region' | 'prelude' | 'error-not-raised';

export interface FixStamp {
  stamp: Stamp;
  /** One for each scenario of the fix, in the order of the evidence. */
  variants: { name: string; stamp: Stamp }[];
}

/** By what a fix is proved. */
export interface Proof {
  id: string;
  /** Checks that a diagnosis consists of: there is nothing else to execute. */
  checks?: readonly string[];
}

/** The stamp of a fix: the most worrying of its executed variants, or why none was executed. */
export function fixStamp(
  { id, checks = [] }: Proof,
  evidence: Evidence | undefined,
  current: CurrentHashes,
): FixStamp {
  const isProof = (name: string): boolean =>
    [`fix-${id}`, ...checks].some((base) => name === base || name.startsWith(`${base}/`));
  const names = new Set(
    (evidence?.runs ?? [])
      .flatMap(({ scenarios }) => scenarios.map(({ name }) => name))
      .filter(isProof),
  );
  const variants = [...names].map((name) => ({
    name,
    stamp: scenarioStamp(name, evidence, current),
  }));
  const order: Stamp['state'][] = ['failed', 'stale', 'passed', 'not-run'];
  const [worst] = variants
    .map(({ stamp }) => stamp)
    .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  return { stamp: worst ?? { state: 'not-run' }, variants };
}

/**
 * The stamp of one scenario. Executed records count before `not-run` ones, then the newest, then
 * those of a GPU. A scenario that is no longer in the file has no stamp to give.
 */
export function scenarioStamp(
  name: string,
  evidence: Evidence | undefined,
  current: CurrentHashes,
): Stamp {
  const records = (evidence?.runs ?? []).flatMap((run) =>
    run.scenarios
      .filter((scenario) => scenario.name === name)
      .map((scenario) => ({ run, scenario })),
  );
  const [best] = records
    .filter(({ scenario }) => scenario.outcome !== 'not-run')
    .sort((a, b) => b.run.date.localeCompare(a.run.date) || onGpu(b.run) - onGpu(a.run));
  if (!best) return { state: 'not-run', reason: records.at(-1)?.scenario.reason };

  const { run, scenario } = best;
  const because = staleness(run, scenario, current);
  if (because) return { state: 'stale', because, run, scenario };
  if (scenario.outcome === 'failed')
    return { state: 'failed', reason: scenario.reason ?? '', run, scenario };
  return { state: 'passed', scope: scenario.scope, run, scenario };
}

function staleness(
  run: Run,
  scenario: ScenarioRecord,
  current: CurrentHashes,
): StaleReason | undefined {
  if (current.scenarios.get(scenario.name) !== scenario.regionSha256) return 'region';
  if (current.prelude !== run.preludeSha256) return 'prelude';
  const proves = scenario.name.startsWith('fix-') && scenario.outcome === 'passed';
  return proves && !raisedAnError(run) ? 'error-not-raised' : undefined;
}

function raisedAnError(run: Run): boolean {
  return run.scenarios.some(({ name, outcome }) => isError(name) && outcome === 'passed');
}

function isError(name: string): boolean {
  return name === 'error' || name.startsWith('error/');
}

function onGpu({ device }: Run): number {
  return device === 'CPU' ? 0 : 1;
}
