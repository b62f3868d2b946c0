import { expect, it } from 'vitest';
import { summarize } from '../../../src/lib/evidence/summary.ts';
import type { Run } from '../../../src/lib/evidence/types.ts';
import { current, evidence, record, run } from './records.ts';

const mainOf = (...runs: Run[]) =>
  summarize(evidence(...runs), current(), [], [], new Map()).main?.id;

const onCpu = { id: 'cpu', device: 'CPU' };
const onGpu = { id: 'gpu' };

it('names the run that proved the most fixes, not a short one on a better machine', () => {
  const error = record('error');
  const variants = [record('fix-cast/trl'), record('fix-cast/pytorch'), record('fix-cast/peft')];
  expect(
    mainOf(
      run([error, record('fix-cast'), record('fix-upgrade')], onCpu),
      run([error, ...variants], onGpu),
    ),
  ).toBe('cpu');
});

it('does not count a fix that failed or was not run', () => {
  const failed = record('fix-upgrade', { outcome: 'failed' });
  const left = record('fix-pin', { outcome: 'not-run' });
  expect(mainOf(run([failed, left], onCpu), run([record('fix-cast')], onGpu))).toBe('gpu');
});

it('prefers a GPU, then the run that executed more, then the newer one', () => {
  const fix = record('fix-cast');
  expect(mainOf(run([fix, record('error')], onCpu), run([fix], onGpu))).toBe('gpu');
  expect(mainOf(run([fix], { id: 'less' }), run([fix, record('error')], { id: 'more' }))).toBe(
    'more',
  );
  expect(mainOf(run([fix], { id: 'old', date: '2026-11-23' }), run([fix], { id: 'new' }))).toBe(
    'new',
  );
});

it('names none where nothing was recorded', () => {
  expect(mainOf()).toBeUndefined();
});

it('names every machine on which a fix passed, the main one first', () => {
  const fixes = ['fix-cast', 'fix-upgrade'];
  const { devices } = summarize(
    evidence(
      run([record('error'), record('fix-cast')]),
      run([record('error'), ...fixes.map((name) => record(name))], onCpu),
      run([record('error')], { id: 'other', device: 'NVIDIA H200' }),
    ),
    current('error', ...fixes),
    [{ id: 'cast' }, { id: 'upgrade' }],
    [],
    new Map(),
  );
  expect(devices).toEqual(['CPU', 'NVIDIA H100 80GB HBM3']);
});
