import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../../scripts/lib/tool.ts';
import { compareStep } from '../../../src/lib/figures/agreement.ts';
import {
  memoryParts,
  stepDefault,
  stepMemory,
  trainingMethods,
  type StepSettings,
} from '../../../src/lib/figures/memory.ts';
import { countAdapters, countParameters } from '../../../src/lib/figures/memory-parameters.ts';
import { cardSizes, inGib, memoryBar } from '../../../src/lib/figures/memory-scale.ts';
import { shapeIds, shapes, type ModelShape } from '../../../src/lib/figures/memory-table.ts';
import { memoryRunsSchema } from '../../../src/schemas/figure-runs.ts';

const gib = 2 ** 30;
const step = ({ model, ...settings }: Partial<StepSettings> = {}) =>
  stepMemory(shapes[model ?? stepDefault.model], { ...stepDefault, ...settings });
const read = (path: string): unknown => JSON.parse(readFileSync(join(root, path), 'utf8'));

describe('parameters', () => {
  it.each([
    ['tinyllama-1.1b', 1_100_048_384],
    ['llama-3.2-1b', 1_235_814_400],
    ['llama-2-7b', 6_738_415_616],
    ['llama-3.1-8b', 8_030_261_248],
    ['llama-3.1-70b', 70_553_706_496],
  ] as const)('of %s are those of the published model', (id, total) => {
    expect(countParameters(shapes[id]).total).toBe(total);
  });

  it('of adapters grow with the rank', () => {
    expect(countAdapters(shapes['llama-2-7b'], 16)).toBe(39_976_960);
    expect(countAdapters(shapes['llama-2-7b'], 0)).toBe(0);
  });
});

describe('a step', () => {
  it('adds its parts up to the peak', () => {
    for (const model of shapeIds) {
      for (const method of trainingMethods) {
        const { peak, atPeak, largest } = step({ model, method });
        const sum = memoryParts.reduce((total, part) => total + atPeak[part], 0);
        expect(sum).toBeCloseTo(peak);
        for (const part of memoryParts) expect(largest[part]).toBeGreaterThanOrEqual(atPeak[part]);
      }
    }
  });

  it('takes 16 bytes a parameter in fp32 with AdamW, 8 in bf16, at one short sequence', () => {
    const tiny = { method: 'full', batch: 1, sequence: 1 } as const;
    const perParameter = (dtype: StepSettings['dtype']) => {
      const { peak, parameters } = step({ ...tiny, dtype });
      return peak / parameters;
    };
    expect(perParameter('float32')).toBeCloseTo(16, 1);
    expect(perParameter('bfloat16')).toBeCloseTo(8, 1);
    expect(step({ ...tiny, method: 'adam8bit' }).idle).toBeLessThan(step(tiny).idle);
  });

  it('needs less with every means against memory', () => {
    const { peak } = step({ method: 'full', checkpointing: false });
    const less: Partial<StepSettings>[] = [
      { method: 'full', checkpointing: true },
      { method: 'full', checkpointing: false, sequence: 1024 },
      { method: 'adam8bit', checkpointing: false },
      { method: 'lora', checkpointing: false },
      { method: 'qlora', checkpointing: true },
    ];
    for (const settings of less) expect(step(settings).peak).toBeLessThan(peak);
  });

  it('grows with tokens, whether they come as batch or as sequence', () => {
    expect(step({ batch: 4, sequence: 512 })).toEqual(step({ batch: 1, sequence: 2048 }));
    expect(step({ batch: 2 }).peak).toBeGreaterThan(step({ batch: 1 }).peak);
  });

  it('ignores the dtype for QLoRA weights', () => {
    const { weights } = step({ method: 'qlora' }).atPeak;
    expect(step({ method: 'qlora', dtype: 'float32' }).atPeak.weights).toBe(weights);
  });

  it('peaks in the optimizer when there are few tokens, at the loss when there are many', () => {
    const full = { method: 'full', model: 'tinyllama-1.1b', checkpointing: false } as const;
    expect(step({ ...full, batch: 1, sequence: 128 }).moment).toBe('optimizer');
    expect(step({ ...full, batch: 8, sequence: 2048 }).moment).toBe('loss');
    const fp32 = { ...full, dtype: 'float32', checkpointing: true } as const;
    expect(step({ ...fp32, batch: 8, sequence: 1024 }).moment).toBe('forward');
  });
});

describe('what autograd saves', () => {
  interface Saved extends Omit<StepSettings, 'model'> {
    shape: string;
    trainable: number;
    saved: number;
  }
  const { shapes: tiny, runs } = read('tests/fixtures/figures/saved-bytes.json') as {
    shapes: Record<string, ModelShape>;
    runs: Saved[];
  };

  it.each(runs.map((run) => [`${run.method} ${run.dtype} ${run.checkpointing}`, run] as const))(
    'is what the figure counts: %s',
    (_, run) => {
      const computed = stepMemory(tiny[run.shape]!, run);
      // The figure lets the first layer of a frozen model save as much as the others; of two or
      // three layers that is a few percent.
      const tolerance = run.method.includes('lora') && !run.checkpointing ? 0.06 : 0.01;
      expect(Math.abs(computed.saved / run.saved - 1)).toBeLessThan(tolerance);
      expect(computed.trainable).toBe(run.trainable);
    },
  );
});

describe('measured steps', () => {
  const {
    device,
    runs,
    shapes: measuredShapes,
  } = memoryRunsSchema.parse(read('content/figures/memory-runs.json'));
  const measured = runs.flatMap((run) => (run.outcome === 'measured' ? [run] : []));

  it('come from a GPU, by every method, with and without checkpointing', () => {
    expect(device).not.toBe('CPU');
    expect(new Set(measured.map(({ method }) => method))).toEqual(new Set(trainingMethods));
    expect(new Set(measured.map(({ checkpointing }) => checkpointing)).size).toBe(2);
  });

  it('had the sizes that the figure offers', () => {
    for (const [id, shape] of Object.entries(measuredShapes)) {
      expect(shapes[id as keyof typeof shapes]).toMatchObject(shape);
    }
  });

  it.each(measured.map((run) => [`${run.shape} ${run.method} ${run.dtype}`, run] as const))(
    'are what the figure says, within 3 %%: %s',
    (_, run) => {
      const { error, computed } = compareStep(measuredShapes[run.shape]!, run);
      expect(Math.abs(error)).toBeLessThan(0.03);
      expect(computed.trainable).toBe(run.trainable);
    },
  );
});

describe('the bar', () => {
  const bytes = (weights: number) => ({
    weights: weights * gib,
    optimizer: gib,
    gradients: 0,
    activations: gib,
    logits: 0,
  });

  it('ends at the smallest card that holds the peak', () => {
    expect(memoryBar(bytes(6)).ticks.at(-1)).toEqual({ size: 8, at: 100 });
    expect(memoryBar(bytes(6.1)).ticks.at(-1)).toEqual({ size: 16, at: 100 });
  });

  it('fills up where no card holds it', () => {
    const { parts, ticks } = memoryBar(bytes(1000));
    expect(parts.reduce((sum, { length }) => sum + length, 0)).toBeCloseTo(100, 0);
    expect(ticks.every(({ at }) => at < 100)).toBe(true);
    expect(ticks.at(-1)?.size).toBe(cardSizes.at(-1));
  });

  it('keeps its numbers apart', () => {
    for (const size of [1, 10, 20, 40, 70, 120, 180, 300]) {
      const places = memoryBar(bytes(size)).ticks.map(({ at }) => at);
      for (const [index, at] of places.entries()) {
        if (index > 0) expect(at - places[index - 1]!).toBeGreaterThan(10);
      }
    }
  });

  it('writes GiB with one decimal below 100', () => {
    expect(inGib(0)).toBe('0.0');
    expect(inGib(1.25 * gib)).toBe('1.3');
    expect(inGib(99.96 * gib)).toBe('100');
    expect(inGib(1234.5 * gib)).toBe('1235');
  });
});
