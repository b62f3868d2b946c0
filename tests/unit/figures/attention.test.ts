import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../../scripts/lib/tool.ts';
import { agreesWithRun } from '../../../src/lib/figures/agreement.ts';
import { answerAttention, attentionDefault, cardOf } from '../../../src/lib/figures/attention.ts';
import {
  attentionRules,
  attentionSources,
  cardIds,
  cards,
  efficientAlignment,
  headDims,
  type AttentionCall,
  type Kernel,
} from '../../../src/lib/figures/attention-table.ts';
import { gpuFamilies } from '../../../src/lib/context/ids.ts';
import { attentionRunsSchema } from '../../../src/schemas/figure-runs.ts';

const choice = (call: Partial<AttentionCall>) =>
  answerAttention({ ...attentionDefault, ...call }).choice;

/** Reasons of one kernel for a call. */
function reasons(kernel: Kernel, call: Partial<AttentionCall>): string[] {
  const { sdpa, packages } = answerAttention({ ...attentionDefault, ...call });
  const answer = [...sdpa, ...packages].find((one) => one.kernel === kernel);
  return answer?.rules.map(({ reason }) => reason) ?? [];
}

describe('what scaled_dot_product_attention takes', () => {
  it('is cuDNN on Hopper and B200 only, in 16 bits', () => {
    expect(choice({ card: 'h100' })).toBe('cudnn');
    expect(choice({ card: 'b200', dtype: 'float16' })).toBe('cudnn');
    for (const card of ['a100', 'rtx3090', 'rtx4090', 'rtx5090'] as const) {
      expect(choice({ card })).toBe('flash');
    }
  });

  it('falls back for fp32, and never raises', () => {
    for (const card of cardIds) expect(choice({ card, dtype: 'float32' })).toBe('efficient');
    expect(choice({ card: 'a100', dtype: 'float32', headDim: 66 })).toBe('math');
    // Without Tensor Cores for fp32 there is no alignment to keep.
    expect(choice({ card: 't4', dtype: 'float32', headDim: 66 })).toBe('efficient');
  });

  it('is the math kernel for bf16 before Ampere, the efficient one for fp16', () => {
    for (const card of ['v100', 't4'] as const) {
      expect(choice({ card })).toBe('math');
      expect(choice({ card, dtype: 'float16' })).toBe('efficient');
      expect(choice({ card, dtype: 'float16', headDim: 60 })).toBe('math');
    }
  });

  it('changes with a mask tensor, but not with is_causal', () => {
    expect(choice({ card: 'a100', mask: 'none' })).toBe('flash');
    expect(choice({ card: 'a100', mask: 'causal' })).toBe('flash');
    expect(choice({ card: 'a100', mask: 'tensor' })).toBe('efficient');
    expect(choice({ card: 'h100', mask: 'tensor' })).toBe('cudnn');
  });

  it.each([
    [128, 'b200', 'cudnn'],
    [129, 'b200', 'flash'],
    [136, 'b200', 'flash'],
    [256, 'h100', 'cudnn'],
    [257, 'h100', 'math'],
    [264, 'h100', 'efficient'],
    [256, 'a100', 'flash'],
    [264, 'a100', 'efficient'],
  ] as const)('knows the limit of head dimension %i on %s', (headDim, card, expected) => {
    expect(choice({ card, headDim })).toBe(expected);
  });

  it.each(['rtx3090', 'rtx4090', 'rtx5090'] as const)(
    'has no backward pass for 193 to 224 on %s',
    (card) => {
      expect(choice({ card, headDim: 192 })).toBe('flash');
      expect(choice({ card, headDim: 200 })).toBe('efficient');
      expect(choice({ card, headDim: 224 })).toBe('efficient');
      expect(choice({ card, headDim: 232 })).toBe('flash');
      expect(choice({ card, headDim: 224, training: false })).toBe('flash');
      expect(choice({ card: 'a100', headDim: 224 })).toBe('flash');
    },
  );
});

describe('the order', () => {
  it('puts math before cuDNN where cuDNN is not preferred', () => {
    const order = answerAttention({ ...attentionDefault, card: 'a100' }).sdpa;
    expect(order.map(({ kernel }) => kernel)).toEqual(['flash', 'efficient', 'math', 'cudnn']);
    expect(order.map(({ verdict }) => verdict)).toEqual(['runs', 'able', 'able', 'able']);
  });

  it('lets exactly one kernel run', () => {
    for (const card of cardIds) {
      for (const headDim of headDims) {
        const { sdpa, choice: taken } = answerAttention({ ...attentionDefault, card, headDim });
        expect(
          sdpa.filter(({ verdict }) => verdict === 'runs').map(({ kernel }) => kernel),
        ).toEqual([taken]);
      }
    }
  });
});

describe('the package', () => {
  it('raises for the card before the dtype', () => {
    expect(reasons('fa2', { card: 't4', dtype: 'float32' })).toEqual(['raises-ampere']);
    expect(reasons('fa2', { card: 'a100', dtype: 'float32' })).toEqual(['raises-dtype']);
    expect(reasons('fa2', { card: 'a100' })).toEqual([]);
  });

  it('pads odd head dimensions in version 2, not in 3', () => {
    expect(reasons('fa2', { headDim: 60 })).toEqual([]);
    expect(reasons('fa3', { headDim: 60 })).toEqual(['multiple-of-8']);
    expect(reasons('fa3', { card: 'b200' })).toEqual(['hopper']);
  });
});

describe('the table', () => {
  it('names a source for each rule, at a commit or a tag', () => {
    for (const { source } of attentionRules) {
      expect(attentionSources[source].url).toMatch(/\/blob\/(v\d|[0-9a-f]{40}\/)/);
    }
  });

  it('has a card for each family of the context bar', () => {
    for (const family of gpuFamilies) expect(cards[cardOf(family)].family).toBe(family);
  });

  it('aligns by dtype and card', () => {
    const call = { ...attentionDefault, sm: 80 };
    expect(efficientAlignment(call)).toBe(8);
    expect(efficientAlignment({ ...call, dtype: 'float32' })).toBe(4);
    expect(efficientAlignment({ ...call, dtype: 'float32', sm: 75 })).toBe(1);
  });

  it('says what PyTorch said on the H100', () => {
    const path = join(root, 'content/figures/attention-runs.json');
    const { rows, capability } = attentionRunsSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    expect(capability).toEqual([9, 0]);
    expect(rows.length).toBeGreaterThan(100);
    expect(rows.filter((row) => !agreesWithRun(row))).toEqual([]);
  });
});
