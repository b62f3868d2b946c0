import type { EvidenceSummary } from './summary.ts';
import type { Run } from './types.ts';
import { columnName, shortDevice, versionOf } from './wording.ts';

/** What was measured in one place in the same columns, ready to be shown. */
export interface MeasuredTable {
  /** Where and when: `CPU`, `transformers 5.17.0`, `2026-11-30`. */
  where: readonly string[];
  /** With their units: `peak (MiB)`. */
  columns: readonly string[];
  rows: readonly MeasuredRow[];
}

interface MeasuredRow {
  /** The scenario that measured it, where the table has rows of several: labels alone may be equal. */
  scenario: string | null;
  label: string;
  /** A value for each column, or null where the row has none. */
  values: readonly (number | null)[];
}

/**
 * The measurements of a guide. Runs on one machine that differ in a package's version name that version, because the
 * difference is often what was measured.
 */
export function measuredTables({ scenarios }: Pick<EvidenceSummary, 'scenarios'>): MeasuredTable[] {
  const measured = scenarios.flatMap(({ stamp }) =>
    stamp.state === 'passed' && stamp.scenario.measurements?.length
      ? [{ run: stamp.run, name: stamp.scenario.name, rows: stamp.scenario.measurements }]
      : [],
  );
  const runs = measured.map(({ run }) => run);
  const placed = measured.map((one) => ({
    ...one,
    where: whereOf(one.run, runs),
    keys: [...new Set(one.rows.flatMap(({ values }) => Object.keys(values)))],
  }));
  const tables = Map.groupBy(placed, ({ where, keys }) => JSON.stringify([where, keys]));
  return [...tables.values()].flatMap((parts) => {
    const [first] = parts;
    if (!first) return [];
    const rows = parts.flatMap(({ name, rows: own, keys }) =>
      own.map(({ label, values }) => ({
        scenario: parts.length > 1 ? name : null,
        label,
        values: keys.map((key) => values[key] ?? null),
      })),
    );
    return [{ where: first.where, columns: first.keys.map(columnName), rows }];
  });
}

function whereOf(run: Run, runs: readonly Run[]): string[] {
  const rivals = runs.filter(({ device }) => device === run.device);
  const versions = Object.keys(run.environment.packages)
    .map((name) => ({ name, version: versionOf(run, name) }))
    .filter(({ name, version }) =>
      rivals.some((rival) => ![version, ''].includes(versionOf(rival, name))),
    );
  return [
    shortDevice(run.device),
    ...versions.map(({ name, version }) => `${name} ${version}`),
    run.date,
  ];
}
