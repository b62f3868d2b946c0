/** What `evidence.json` says: runs of a guide's `repro.py`, written by `tools/repro/run.py`. */

export type Outcome = 'passed' | 'failed' | 'not-run';
export type Scope = 'end-to-end' | 'mechanism';

/** One row of measured numbers; the unit ends each name, such as `step_ms`. */
export interface Measurement {
  label: string;
  values: Record<string, number>;
}

export interface ScenarioRecord {
  /** `error/<variant>`, `fix-<id>`, `fix-<id>/<variant>`, `check-<…>` or `extra-<…>`. */
  name: string;
  /** The regions that the scenario proves; empty where its whole code is hashed instead. */
  regions: string[];
  regionSha256: string;
  outcome: Outcome;
  scope: Scope;
  /** Id of the guide's message that an error scenario raised. */
  reproduces?: string | undefined;
  /** Why it failed or was not run. */
  reason?: string | undefined;
  /** The exception as printed. */
  message?: string | undefined;
  log: string;
  seconds: number;
  peakBytes?: number | undefined;
  measurements?: Measurement[] | undefined;
}

export interface Environment {
  python: string;
  driver?: string | undefined;
  /** Distribution name → version. */
  packages: Record<string, string>;
}

export interface Run {
  id: string;
  /** Day in UTC. */
  date: string;
  /** `NVIDIA H100 80GB HBM3`, or `CPU`. */
  device: string;
  environment: Environment;
  preludeSha256: string;
  scenarios: ScenarioRecord[];
}

export interface Evidence {
  schema: 1;
  runs: Run[];
  checksum: string;
}

/** Hashes of a `repro.py` as it stands, to be compared with those of a run. */
export interface CurrentHashes {
  prelude: string;
  /** Scenario name → hash of what it proves; a scenario that is gone has none. */
  scenarios: ReadonlyMap<string, string>;
}
