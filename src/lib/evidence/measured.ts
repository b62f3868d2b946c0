import type { EvidenceSummary } from './summary.ts';
import type { Run } from './types.ts';
import { columnName, shortDevice, versionOf } from './wording.ts';

/** What one scenario measured, ready to be shown. */
export interface MeasuredTable {
  /** Where and when: `CPU`, `transformers 5.17.0`, `2026-11-30`. */
  where: readonly string[];
  /** With their units: `peak (MiB)`. */
  columns: readonly string[];
  /** A value for each column, or null where the row has none. */
  rows: readonly { label: string; values: readonly (number | null)[] }[];
}

/**
 * The measurements of a guide, one table a scenario. Runs on one machine that differ in a package's version name that
 * version, because the difference is often what was measured.
 */
export function measuredTables({ scenarios }: Pick<EvidenceSummary, 'scenarios'>): MeasuredTable[] {
  const measured = scenarios.flatMap(({ stamp }) =>
    stamp.state === 'passed' && stamp.scenario.measurements?.length
      ? [{ run: stamp.run, rows: stamp.scenario.measurements }]
      : [],
  );
  const runs = measured.map(({ run }) => run);
  return measured.map(({ run, rows }) => {
    const keys = [...new Set(rows.flatMap(({ values }) => Object.keys(values)))];
    return {
      where: whereOf(run, runs),
      columns: keys.map(columnName),
      rows: rows.map(({ label, values }) => ({
        label,
        values: keys.map((key) => values[key] ?? null),
      })),
    };
  });
}

function whereOf(run: Run, runs: readonly Run[]): string[] {
  const rivals = runs.filter(({ device }) => device === run.device);
  const versions = Object.keys(run.environment.packages)
    .map((name) => ({ name, version: versionOf(run, name) }))
    .filter(({ name, version }) =>
      rivals.some((rival) => ![version, ''].includes(versionOf(rival, name))),
    );
  return [shortDevice(run), ...versions.map(({ name, version }) => `${name} ${version}`), run.date];
}
