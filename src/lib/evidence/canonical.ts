import type { Run } from './types.ts';

/**
 * The runs in the one spelling that `evidence.json`'s checksum covers: keys sorted, no spaces. The
 * caller hashes it with SHA-256 (`tools/repro/evidence.py` writes the same text).
 */
export function canonicalRuns(runs: readonly Run[]): string {
  return JSON.stringify(runs, (_key, value: unknown) => (isRecord(value) ? sorted(value) : value));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
  );
}
