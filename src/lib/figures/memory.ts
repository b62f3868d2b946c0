import { countAdapters, countParameters, kvWidth, queryWidth } from './memory-parameters.ts';
import type { ModelShape, ShapeId } from './memory-table.ts';

export const trainingMethods = ['full', 'adam8bit', 'lora', 'qlora'] as const;
export type TrainingMethod = (typeof trainingMethods)[number];
export const weightDtypes = ['bfloat16', 'float32'] as const;
export type WeightDtype = (typeof weightDtypes)[number];

export interface StepSettings {
  model: ShapeId;
  method: TrainingMethod;
  /** Dtype in which the weights are loaded. QLoRA has 4 bits of its own and ignores it. */
  dtype: WeightDtype;
  checkpointing: boolean;
  /** Sequences in one forward pass. */
  batch: number;
  /** Tokens of each sequence. */
  sequence: number;
}

export const stepDefault: StepSettings = {
  model: 'llama-3.1-8b',
  method: 'lora',
  dtype: 'bfloat16',
  checkpointing: true,
  batch: 1,
  sequence: 2048,
};

/** Parts of the memory, in the order of the figure's bar. */
export const memoryParts = ['weights', 'optimizer', 'gradients', 'activations', 'logits'] as const;
export type MemoryPart = (typeof memoryParts)[number];
/** Bytes of each part. */
export type MemoryBytes = Readonly<Record<MemoryPart, number>>;

/**
 * When memory can be highest. `forward`: the loss is computed. `loss`: the backward pass begins.
 * `layer`: it reaches the first layer. `embedding`: it ends. `optimizer`: the weights are updated.
 */
export const moments = ['forward', 'loss', 'layer', 'optimizer', 'embedding'] as const;
export type Moment = (typeof moments)[number];

export interface StepMemory {
  /** The most bytes that tensors take during one step, from the second step on. */
  peak: number;
  moment: Moment;
  /** What each part has at the peak; the sum is `peak`. */
  atPeak: MemoryBytes;
  /** What each part has when it is largest. */
  largest: MemoryBytes;
  /** Bytes held between two steps. */
  idle: number;
  /** Bytes that the forward pass leaves for the backward pass. */
  saved: number;
  parameters: number;
  trainable: number;
}

/** Rank of the adapters, as in the measured runs. */
export const loraRank = 16;

/** 4 bits, one byte for each 64 weights, and four bytes for each 256 of those: double quantization. */
const nf4Bytes = 1 / 2 + 1 / 64 + 4 / (64 * 256);
/** Two states of one byte, each with four bytes for a block of 256. */
const adam8bitBytes = 2 * (1 + 4 / 256);

/**
 * Memory of one training step of a Llama-like model on one GPU: AdamW, SDPA without a mask, no
 * dropout, cross-entropy on fp32 logits. Bytes are counted tensor by tensor as autograd saves them.
 */
export function stepMemory(shape: ModelShape, settings: Omit<StepSettings, 'model'>): StepMemory {
  const { method, dtype, checkpointing, batch, sequence } = settings;
  const tokens = batch * sequence;
  const counts = countParameters(shape);
  const isAdapter = method === 'lora' || method === 'qlora';
  const adapters = isAdapter ? countAdapters(shape, loraRank) : 0;
  const weightBytes = dtype === 'float32' ? 4 : 2;
  const weights =
    method === 'qlora'
      ? nf4Bytes * counts.linear + 4 * (counts.total - counts.linear) + 4 * adapters
      : weightBytes * counts.total + 4 * adapters;
  const trainable = isAdapter ? adapters : counts.total;
  const gradientBytes = isAdapter ? 4 : weightBytes;
  const optimizer = trainable * (method === 'adam8bit' ? adam8bitBytes : 2 * gradientBytes);

  const perLayer = tokens * layerBytes(shape, method, dtype);
  const kept = checkpointing ? tokens * shape.hidden * residualBytes(method, dtype) : perLayer;
  const copies = autocastCopies(shape, settings, adapters);
  const activations = shape.layers * kept + tokens * finalNormBytes(shape, method, dtype) + copies;
  const gradients = trainable * gradientBytes;
  const ofEmbedding = isAdapter ? 0 : counts.embedding * gradientBytes;
  // In the backward pass of the first layer these are still to come.
  const missing = gradients * (counts.linear / counts.total / shape.layers);

  const base = { weights, optimizer, gradients: 0, activations: 0, logits: 0 };
  const perVocabulary = shape.vocabulary * tokens;
  const at: Readonly<Record<Moment, MemoryBytes>> = {
    // bf16 logits, fp32 logits and their softmax; autocast still holds every copy that it made.
    forward: {
      ...base,
      activations: activations + cachedCopies(settings, counts.linear),
      logits: 10 * perVocabulary,
    },
    // The softmax and the gradients of its input and output.
    loss: { ...base, activations, logits: 12 * perVocabulary },
    layer: {
      ...base,
      gradients: gradients - missing - (shape.tied ? 0 : ofEmbedding),
      activations: perLayer + tokens * backwardBytes(shape, method),
    },
    optimizer: { ...base, gradients },
    // A tied embedding gets two gradients before they are added.
    embedding: { ...base, gradients: gradients + (shape.tied ? ofEmbedding : 0) },
  };
  const moment = moments.reduce((one, other) => (sum(at[other]) > sum(at[one]) ? other : one));
  return {
    peak: sum(at[moment]),
    moment,
    atPeak: at[moment],
    largest: largestOf(Object.values(at)),
    idle: weights + optimizer,
    saved: activations + 4 * shape.vocabulary * tokens,
    parameters: counts.total,
    trainable,
  };
}

const sum = (bytes: MemoryBytes) => memoryParts.reduce((total, part) => total + bytes[part], 0);

function largestOf(all: readonly MemoryBytes[]): MemoryBytes {
  const entries = memoryParts.map((part) => [part, Math.max(...all.map((one) => one[part]))]);
  return Object.fromEntries(entries) as Record<MemoryPart, number>;
}

/**
 * Bytes that one layer saves for one token. h, f: widths of the model and its MLP; q, k: of queries
 * and of keys. `tools/figures/memory_step.py --dry-run` counts the same tensors.
 */
function layerBytes(shape: ModelShape, method: TrainingMethod, dtype: WeightDtype): number {
  const { hidden: h, intermediate: f, heads } = shape;
  const q = queryWidth(shape);
  const k = kvWidth(shape);
  const small = 4 * heads + 8; // softmax's normalizers and two norms' factors
  const attention = 4 * q + 4 * k; // q, k, v and the output
  if (method === 'lora' || method === 'qlora') {
    // fp32 input of both norms, a bf16 copy of its input for each adapter, the adapters' rank.
    const adapters = 8 * h + 10 * h + 2 * q + 14 * loraRank;
    // With fp32 norms bitsandbytes returns fp32: gate, up and their product take twice the bytes.
    return adapters + attention + (method === 'qlora' ? 14 * f : 8 * f) + small;
  }
  // bf16: fp32 input, normalized input and output of both norms. fp32: input, normalized input, and
  // a bf16 copy for each of q, k, v, gate and up.
  return (dtype === 'float32' ? 26 * h : 16 * h) + attention + 8 * f + small;
}

/** What stands before the head: the last norm, and the head's input where the head is trained. */
function finalNormBytes(shape: ModelShape, method: TrainingMethod, dtype: WeightDtype): number {
  if (method === 'lora' || method === 'qlora') return 4 * shape.hidden;
  return (dtype === 'float32' ? 10 : 8) * shape.hidden;
}

/** Bytes of an element of the stream between layers: what checkpointing keeps. */
function residualBytes(method: TrainingMethod, dtype: WeightDtype): number {
  return method === 'qlora' || dtype === 'float32' ? 4 : 2;
}

/** Gradients that stand beside a layer's activations while its MLP goes backward. */
function backwardBytes(shape: ModelShape, method: TrainingMethod): number {
  return (method === 'qlora' ? 8 : 4) * shape.intermediate;
}

/** bf16 copies that autocast holds until the forward pass ends, though checkpointing saves none. */
function cachedCopies(
  { method, dtype, checkpointing }: Omit<StepSettings, 'model'>,
  linear: number,
): number {
  const isTrained = method === 'full' || method === 'adam8bit'; // frozen weights are not cached
  return checkpointing && isTrained && dtype === 'float32' ? 2 * linear : 0;
}

/** bf16 copies of fp32 weights, made by autocast and kept for the backward pass. */
function autocastCopies(
  shape: ModelShape,
  { method, dtype, checkpointing }: Omit<StepSettings, 'model'>,
  adapters: number,
): number {
  const { linear, embedding } = countParameters(shape);
  const head = dtype === 'float32' || method === 'qlora' ? 2 * embedding : 0;
  if (checkpointing) return head;
  const layers = dtype === 'float32' && method !== 'qlora' ? 2 * linear : 0;
  return head + layers + 2 * adapters;
}
