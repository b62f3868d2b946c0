import { describe, expect, it } from 'vitest';
import { measuredTables } from '../../../src/lib/evidence/measured.ts';
import { summarize } from '../../../src/lib/evidence/summary.ts';
import type { Run } from '../../../src/lib/evidence/types.ts';
import { columnName } from '../../../src/lib/evidence/wording.ts';
import { current, evidence, record, run } from './records.ts';

const scenario = (name: string, values: Record<string, number>) =>
  record(name, { measurements: [{ label: 'rank 1', values }] });

const on = (device: string, packages: Record<string, string>) => ({
  device,
  environment: { python: '3.12.3', packages },
});

const tables = (...runs: Run[]) => {
  const names = runs.flatMap(({ scenarios }) => scenarios.map(({ name }) => name));
  return measuredTables(summarize(evidence(...runs), current(...names), [], [], new Map()));
};

describe('what was measured', () => {
  it('stands in a table of its scenario, with units and a gap where a row has no value', () => {
    const measurements = [
      { label: 'whole logits', values: { peak_mib: 18080.6, step_ms: 12 } },
      { label: 'fused', values: { peak_mib: 6481.2 } },
    ];
    expect(tables(run([record('extra-loss', { measurements })]))).toEqual([
      {
        where: ['H100 80GB', '2026-11-24'],
        columns: ['peak (MiB)', 'step (ms)'],
        rows: [
          { scenario: null, label: 'whole logits', values: [18080.6, 12] },
          { scenario: null, label: 'fused', values: [6481.2, null] },
        ],
      },
    ]);
  });

  it('names the versions by which runs on one machine differ, and no others', () => {
    const where = tables(
      run(
        [scenario('a', { own_mib: 794 })],
        on('CPU', { torch: '2.11.0', transformers: '5.17.0' }),
      ),
      run([scenario('b', { own_mib: 1 })], on('CPU', { torch: '2.11.0', transformers: '4.57.6' })),
      run([scenario('c', { own_mib: 3 })], on('NVIDIA H200', { torch: '2.12.0' })),
    ).map((table) => table.where);
    expect(where).toEqual([
      ['CPU', 'transformers 5.17.0', '2026-11-24'],
      ['CPU', 'transformers 4.57.6', '2026-11-24'],
      ['H200', '2026-11-24'],
    ]);
  });

  it('of several scenarios in one place with the same columns stands in one table that names them', () => {
    const [table, ...others] = tables(
      run([
        scenario('check-p2p', { ms: 1, gb_per_s: 289 }),
        scenario('check-shm', { ms: 10, gb_per_s: 27 }),
      ]),
    );
    expect(table).toMatchObject({
      columns: ['ms', 'GB/s'],
      rows: [
        { scenario: 'check-p2p', values: [1, 289] },
        { scenario: 'check-shm', values: [10, 27] },
      ],
    });
    expect(others).toEqual([]);
  });

  it('takes a package that one run lacks for no difference', () => {
    const [first] = tables(
      run(
        [scenario('a', { own_mib: 1 })],
        on('CPU', { torch: '2.11.0+cu130', deepspeed: '0.19.8' }),
      ),
      run([scenario('b', { own_mib: 2 })], on('CPU', { torch: '2.11.0' })),
    );
    expect(first?.where).toEqual(['CPU', '2026-11-24']);
  });

  it('is left out where the code has changed since, or nothing was measured', () => {
    const measured = run([scenario('old', { own_mib: 1 }), record('check')]);
    const summary = summarize(evidence(measured), current('check'), [], [], new Map());
    expect(measuredTables(summary)).toEqual([]);
  });
});

describe('the name of a column', () => {
  it.each([
    ['step_ms', 'step (ms)'],
    ['peak_mib', 'peak (MiB)'],
    ['ms', 'ms'],
    ['gb_per_s', 'GB/s'],
    ['texts_per_s', 'texts/s'],
    ['read_gb_per_s', 'read (GB/s)'],
    ['max_map_count', 'max map count'],
  ])('%s is %s', (key, name) => {
    expect(columnName(key)).toBe(name);
  });
});
