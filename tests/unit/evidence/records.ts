/** Records of runs, made up for tests. */
import type {
  CurrentHashes,
  Evidence,
  Run,
  ScenarioRecord,
} from '../../../src/lib/evidence/types.ts';

export const record = (name: string, more: Partial<ScenarioRecord> = {}): ScenarioRecord => ({
  name,
  regions: [name],
  regionSha256: `hash of ${name}`,
  outcome: 'passed',
  scope: 'end-to-end',
  log: '',
  seconds: 1,
  ...more,
});

export const run = (scenarios: ScenarioRecord[], more: Partial<Run> = {}): Run => ({
  id: 'run',
  date: '2026-11-24',
  device: 'NVIDIA H100 80GB HBM3',
  environment: { python: '3.12.3', packages: {} },
  preludeSha256: 'prelude',
  scenarios,
  ...more,
});

export const evidence = (...runs: Run[]): Evidence => ({ schema: 1, runs, checksum: '' });

export const current = (...names: string[]): CurrentHashes => ({
  prelude: 'prelude',
  scenarios: new Map(names.map((name) => [name, `hash of ${name}`])),
});
