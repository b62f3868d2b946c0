import type { Stamp } from './stamp.ts';
import type { EvidenceSummary } from './summary.ts';
import type { Scope } from './types.ts';

/** A guide's stamp as every machine-readable form gives it. */
export interface Verification {
  /** Day of the run, in UTC. */
  date: string;
  /** As the driver names it, such as `NVIDIA H100 80GB HBM3`. */
  device: string;
  /** Others on which a fix passed. */
  otherDevices: readonly string[];
  python: string;
  /** Version of each package that the run used, local part included. */
  packages: Readonly<Record<string, string>>;
  fixesPassed: number;
  fixesTotal: number;
  /** Libraries that have moved on since: the first newer release of each. */
  notRecheckedSince: Readonly<Record<string, string>>;
}

/** The stamp of a guide whose error was raised; null for others. The page shows it on the same condition. */
export function verificationOf(
  evidence: EvidenceSummary | undefined,
  fixesTotal: number,
): Verification | null {
  const run = evidence?.main;
  if (!evidence?.isReproduced || !run) return null;
  return {
    date: run.date,
    device: run.device,
    otherDevices: evidence.devices.filter((device) => device !== run.device),
    python: run.environment.python,
    packages: run.environment.packages,
    fixesPassed: evidence.passedFixes,
    fixesTotal,
    notRecheckedSince: Object.fromEntries(
      evidence.aged.map(({ package: name, since }) => [name, since.version]),
    ),
  };
}

/** The stamp of one fix as every machine-readable form gives it. */
export interface FixVerification {
  state: Stamp['state'];
  scope: Scope | null;
  date: string | null;
  device: string | null;
  /** Why it failed or was not run, where that is known. */
  reason: string | null;
}

/** `notRun` is the author's reason, which says more than the record's. */
export function fixVerificationOf(stamp: Stamp | undefined, notRun?: string): FixVerification {
  if (!stamp || stamp.state === 'not-run') {
    const reason = notRun ?? stamp?.reason ?? null;
    return { state: 'not-run', scope: null, date: null, device: null, reason };
  }
  return {
    state: stamp.state,
    scope: stamp.scenario.scope,
    date: stamp.run.date,
    device: stamp.run.device,
    reason: stamp.state === 'failed' ? stamp.reason : null,
  };
}
