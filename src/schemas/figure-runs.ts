import { z } from 'zod';
import { attentionDtypes, attentionMasks, sdpaKernels } from '../lib/figures/attention-table.ts';
import { trainingMethods, weightDtypes } from '../lib/figures/memory.ts';

/** What every program of `tools/figures` writes of itself and its machine. */
const run = {
  schema: z.literal(1),
  date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'use a date such as "2026-11-24"'),
  device: z.string().min(1),
  environment: z.strictObject({
    python: z.string(),
    packages: z.record(z.string(), z.string()),
    driver: z.string().optional(),
  }),
};
const bytes = z.int().positive();
const count = z.int().positive();

const shape = z.strictObject({
  layers: count,
  hidden: count,
  intermediate: count,
  heads: count,
  kvHeads: count,
  headDim: count,
  vocabulary: count,
  tied: z.boolean(),
});

const step = {
  shape: z.string(),
  method: z.enum(trainingMethods),
  dtype: z.enum(weightDtypes),
  checkpointing: z.boolean(),
  batch: count,
  sequence: count,
  seconds: z.number(),
};

/** `memory-runs.json`: bytes of measured training steps. */
export const memoryRunsSchema = z.strictObject({
  ...run,
  program: z.literal('tools/figures/memory_step.py'),
  shapes: z.record(z.string(), shape),
  runs: z.array(
    z.discriminatedUnion('outcome', [
      z.strictObject({
        ...step,
        outcome: z.literal('measured'),
        trainable: count,
        bytes: z.strictObject({
          parameters: bytes,
          idle: bytes,
          forward: bytes,
          peakForward: bytes,
          peakBackward: bytes,
          peakOptimizer: bytes,
        }),
      }),
      z.strictObject({ ...step, outcome: z.literal('failed'), reason: z.string() }),
    ]),
  ),
});

/** `attention-runs.json`: the kernel that PyTorch chose, and those that it accepts. */
export const attentionRunsSchema = z.strictObject({
  ...run,
  program: z.literal('tools/figures/attention_kernels.py'),
  capability: z.tuple([z.int(), z.int()]),
  cudnn: z.int(),
  rows: z.array(
    z.strictObject({
      dtype: z.enum(attentionDtypes),
      mask: z.enum(attentionMasks),
      headDim: count,
      training: z.boolean(),
      choice: z.enum(sdpaKernels),
      accepted: z.array(z.enum(sdpaKernels)),
      error: z.string().optional(),
    }),
  ),
});

const dtype = z.enum(['bfloat16', 'float32']);

/** `dora-runs.json`: the dtype that hooks read at each step of a layer. */
export const doraRunsSchema = z.strictObject({
  ...run,
  program: z.literal('tools/figures/dora_dtypes.py'),
  rows: z.array(
    z.strictObject({
      adapter: z.enum(['lora', 'dora']),
      quantized: z.boolean(),
      autocast: z.boolean(),
      adapterDtype: dtype,
      dtypes: z.strictObject({ base: dtype, adapter: dtype, term: dtype.optional(), layer: dtype }),
    }),
  ),
});

export type MemoryRuns = z.infer<typeof memoryRunsSchema>;
export type AttentionRuns = z.infer<typeof attentionRunsSchema>;
export type DoraRuns = z.infer<typeof doraRunsSchema>;

/** Everything that was run for the figures, by figure. */
export interface FigureRuns {
  attention: AttentionRuns;
  dora: DoraRuns;
  memory: MemoryRuns;
}
