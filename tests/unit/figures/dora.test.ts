import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../../scripts/lib/tool.ts';
import { agreesWithHooks, settingsOfRow } from '../../../src/lib/figures/agreement.ts';
import {
  doraDefault,
  doraStepIds,
  followActivation,
  type DoraSettings,
} from '../../../src/lib/figures/dora.ts';
import { doraRunsSchema } from '../../../src/schemas/figure-runs.ts';

const follow = (settings: Partial<DoraSettings> = {}) =>
  followActivation({ ...doraDefault, ...settings });
const dtypes = (settings: Partial<DoraSettings> = {}) =>
  follow(settings).steps.map(({ dtype }) => dtype);

describe('the way of an activation', () => {
  it('turns fp32 at the magnitude and reaches the kernel so', () => {
    expect(dtypes()).toEqual(['bf16', 'bf16', 'bf16', 'fp32', 'fp32', 'fp32', 'fp32']);
    expect(follow()).toMatchObject({ turns: 'scale', raises: true });
  });

  it.each([
    ['plain LoRA', { adapter: 'lora' }],
    ['a 16-bit layer', { quantized: false }],
    ['no autocast', { autocast: false }],
    ['adapter weights in bf16', { adapterDtype: 'bf16' }],
    ['a cast before the kernel', { castsInAttention: true }],
  ] as const)('does not raise with %s', (_, settings) => {
    expect(follow(settings).raises).toBe(false);
    expect(dtypes(settings).at(-1)).toBe('bf16');
  });

  it('tells an fp32 inside the layer from one that leaves it', () => {
    expect(follow({ quantized: false }).turns).toBe('scale');
    expect(follow({ adapterDtype: 'bf16' }).turns).toBeUndefined();
    // Outside autocast the adapter's own products are fp32 already.
    expect(follow({ autocast: false }).turns).toBe('adapter');
  });

  it('casts the part of plain LoRA before the sum in a 4-bit layer only', () => {
    const settings = { adapter: 'lora', autocast: false } as const;
    expect(dtypes(settings)[4]).toBe('bf16');
    expect(dtypes({ ...settings, quantized: false })[4]).toBe('fp32');
  });

  it('has every step, in the same order, in every state', () => {
    for (const quantized of [false, true]) {
      expect(follow({ quantized }).steps.map(({ id }) => id)).toEqual([...doraStepIds]);
    }
  });
});

describe('the running code', () => {
  const path = join(root, 'content/figures/dora-runs.json');
  const { rows } = doraRunsSchema.parse(JSON.parse(readFileSync(path, 'utf8')));

  it('was asked for all sixteen combinations', () => {
    expect(new Set(rows.map((row) => JSON.stringify(settingsOfRow(row)))).size).toBe(16);
  });

  it('has the dtypes that the figure shows', () => {
    expect(rows.filter((row) => !agreesWithHooks(row))).toEqual([]);
  });

  it('hands fp32 on in one of them', () => {
    const leaking = rows.filter((row) => row.dtypes.layer === 'float32').map(settingsOfRow);
    expect(leaking).toEqual([doraDefault]);
  });
});
