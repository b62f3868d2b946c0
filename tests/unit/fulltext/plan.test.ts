import { describe, expect, it } from 'vitest';
import { isErrorLike, plan, withoutQuestion } from '../../../src/lib/fulltext/index.ts';

describe('withoutQuestion', () => {
  it.each([
    ['训练时爆显存怎么解决？', '训练时爆显存'],
    ['loss 变成 nan 怎么办', 'loss 变成 nan'],
    ['请问多卡训练卡住是什么原因', '多卡训练卡住'],
    ['为什么 grad_norm 是 0', 'grad_norm 是 0'],
    ['混合精度', '混合精度'],
  ])('%s → %s', (question, subject) => {
    expect(withoutQuestion(question)).toBe(subject);
  });
});

describe('isErrorLike', () => {
  it.each([
    'ValueError: bad shape',
    'torch/nn/modules/module.py',
    'line\nline\nline',
    'x'.repeat(300),
  ])('takes %j for an error', (text) => {
    expect(isErrorLike(text)).toBe(true);
  });

  it.each(['how to enable autocast', '爆显存怎么办', 'bf16'])('takes %j for words', (text) => {
    expect(isErrorLike(text)).toBe(false);
  });
});

describe('plan', () => {
  it('asks for the distinctive words of an error one by one, eight at most', () => {
    const [step, ...more] = plan(
      'Traceback (most recent call last):\n  File "a.py", line 1, in f\n' +
        'ImportError: libcudart alpha beta gamma delta epsilon zeta eta theta iota kappa lambda',
    );
    expect(more).toEqual([]);
    expect(step).toHaveLength(8);
    expect(step).toContain('libcudart');
    expect(step?.join(' ')).not.toMatch(/file|line|importerror/);
  });

  it('asks for a Chinese phrase in quotes before anything else, and without its question', () => {
    const steps = plan('共享内存不足怎么解决');
    expect(steps[0]).toEqual(['"共享内存不足"']);
    expect(steps.at(-1)).toEqual(['共享内存不足']);
  });

  it('asks for the parts around a question word in the middle', () => {
    expect(plan('共享内存怎么调大').flat()).toContain('"共享内存"');
  });

  it('knows other wordings of a symptom', () => {
    const asked = plan('训练时爆显存怎么解决').flat();
    expect(asked).toContain('"out of memory"');
    expect(asked).toContain('"显存溢出"');
    expect(plan('cuda oom').flat()).toContain('"out of memory"');
    expect(plan('room temperature').flat()).not.toContain('"out of memory"');
  });

  it('asks for typed English as it stands, then for each of its words', () => {
    expect(plan('enable autocast')).toEqual([
      ['enable autocast'],
      expect.arrayContaining(['enable', 'autocast']) as string[],
    ]);
  });

  it.each(['', '   ', '???', '"""', '\n\n\n\n'])(
    'asks for nothing where there is nothing: %j',
    (text) => {
      expect(plan(text)).toEqual([]);
    },
  );

  it('keeps every query short and free of inner quotes, whatever is pasted', () => {
    for (const text of [
      '"a" 混"合',
      '很长'.repeat(90),
      'w '.repeat(90),
      `${'x_'.repeat(5000)}Error: y`,
    ]) {
      for (const query of plan(text).flat()) {
        expect(query.length).toBeLessThan(260);
        expect(query.slice(1, -1)).not.toContain('"');
      }
    }
  });
});
