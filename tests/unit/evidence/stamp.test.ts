import { describe, expect, it } from 'vitest';
import { stringsOf } from '../../../src/i18n/strings.ts';
import { fixStamp, scenarioStamp } from '../../../src/lib/evidence/stamp.ts';
import { fixStampText } from '../../../src/lib/evidence/wording.ts';
import { current, evidence, record, run } from './records.ts';

describe('the stamp of a fix', () => {
  it('is passed where the error was raised and the fix ran in one run', () => {
    const { stamp } = fixStamp(
      { id: 'cast' },
      evidence(run([record('error/kernel'), record('fix-cast')])),
      current('fix-cast'),
    );
    expect(stamp).toMatchObject({ state: 'passed', scope: 'end-to-end' });
  });

  it('proves nothing without the error in the same run', () => {
    const runs = evidence(
      run([record('error/kernel')], { id: 'other' }),
      run([record('error/kernel', { outcome: 'failed' }), record('fix-cast')]),
    );
    const { stamp } = fixStamp({ id: 'cast' }, runs, current('fix-cast'));
    expect(stamp).toMatchObject({ state: 'stale', because: 'error-not-raised' });
    expect(fixStampText(stamp, stringsOf('en').evidence.fix)).toMatch(
      /^Executed, but the error was not raised there: /,
    );
  });

  it('is stale once its region or the prelude has changed', () => {
    const made = evidence(run([record('error'), record('fix-cast')]));
    const editedRegion = { ...current(), scenarios: new Map([['fix-cast', 'edited']]) };
    const editedPrelude = { ...current('fix-cast'), prelude: 'edited' };
    expect(fixStamp({ id: 'cast' }, made, editedRegion).stamp).toMatchObject({ because: 'region' });
    expect(fixStamp({ id: 'cast' }, made, editedPrelude).stamp).toMatchObject({
      because: 'prelude',
    });
  });

  it('takes its own variants only, and shows the most worrying', () => {
    const made = evidence(
      run([
        record('error'),
        record('fix-cast/trl'),
        record('fix-cast/pytorch', { outcome: 'failed', reason: 'check failed: loss' }),
        record('fix-cast/unsloth', { outcome: 'not-run', reason: 'needs unsloth' }),
        record('fix-cast-back', { outcome: 'failed', reason: 'another fix' }),
      ]),
    );
    const { stamp, variants } = fixStamp(
      { id: 'cast' },
      made,
      current('fix-cast/trl', 'fix-cast/pytorch', 'fix-cast/unsloth'),
    );
    expect(stamp).toMatchObject({ state: 'failed', reason: 'check failed: loss' });
    expect(variants.map(({ name, stamp: { state } }) => [name, state])).toEqual([
      ['fix-cast/trl', 'passed'],
      ['fix-cast/pytorch', 'failed'],
      ['fix-cast/unsloth', 'not-run'],
    ]);
  });

  it('is that of its checks where a diagnosis consists of them', () => {
    const made = evidence(run([record('check-ranks'), record('check-ranks-too')]));
    const find = { id: 'find', checks: ['check-ranks'] };
    const { stamp, variants } = fixStamp(find, made, current('check-ranks', 'check-ranks-too'));
    expect(stamp).toMatchObject({ state: 'passed', scenario: { name: 'check-ranks' } });
    expect(variants).toHaveLength(1);
    expect(fixStamp({ id: 'find' }, made, current('check-ranks')).stamp.state).toBe('not-run');
  });

  it('says that nothing ran, and why where that is known', () => {
    const missing = evidence(
      run([record('fix-cast', { outcome: 'not-run', reason: 'needs 2 GPUs; here is 1' })]),
    );
    expect(fixStamp({ id: 'cast' }, undefined, current()).stamp).toEqual({ state: 'not-run' });
    expect(fixStamp({ id: 'cast' }, missing, current('fix-cast')).stamp).toEqual({
      state: 'not-run',
      reason: 'needs 2 GPUs; here is 1',
    });
  });
});

describe('the stamp of a scenario', () => {
  it('prefers what ran to what did not, then the newest, then a GPU', () => {
    const made = evidence(
      run([record('error', { outcome: 'not-run', reason: 'no GPU' })], { date: '2026-12-01' }),
      run([record('error')], { id: 'old', date: '2026-10-01' }),
      run([record('error')], { id: 'cpu', device: 'CPU' }),
      run([record('error')], { id: 'gpu' }),
    );
    expect(scenarioStamp('error', made, current('error'))).toMatchObject({ run: { id: 'gpu' } });
  });
});
