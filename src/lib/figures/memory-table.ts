/** Sizes of models that the memory figure offers, each with the place where they were read. */

/** A Llama-like decoder: the sizes that decide its memory. */
export interface ModelShape {
  layers: number;
  hidden: number;
  /** Width of the gated MLP. */
  intermediate: number;
  heads: number;
  kvHeads: number;
  headDim: number;
  vocabulary: number;
  /** Whether the output head is the embedding. */
  tied: boolean;
}

interface NamedShape extends ModelShape {
  name: string;
  source: keyof typeof shapeSources;
}

export const shapeSources = {
  tinyllama: {
    url: 'https://github.com/jzhang38/TinyLlama/blob/bf122247c486b6b897050e98cbb7bedae8eeba73/README.md',
    title: 'TinyLlama, README',
  },
  llama3: {
    url: 'https://github.com/meta-llama/llama-models/blob/5309637ceedec731719b742d9a44176a8e96b494/models/sku_list.py',
    title: 'Meta, sku_list.py: sizes of Llama 3',
  },
  llama: {
    url: 'https://github.com/huggingface/transformers/blob/v5.17.0/src/transformers/models/llama/configuration_llama.py',
    title: 'transformers 5.17.0, LlamaConfig: the defaults are those of a 7B',
  },
} as const;

export const shapes = {
  'tinyllama-1.1b': {
    name: 'TinyLlama 1.1B',
    source: 'tinyllama',
    layers: 22,
    hidden: 2048,
    intermediate: 5632,
    heads: 32,
    kvHeads: 4,
    headDim: 64,
    vocabulary: 32000,
    tied: false,
  },
  'llama-3.2-1b': {
    name: 'Llama 3.2 1B',
    source: 'llama3',
    layers: 16,
    hidden: 2048,
    intermediate: 8192,
    heads: 32,
    kvHeads: 8,
    headDim: 64,
    vocabulary: 128256,
    tied: true,
  },
  'llama-3.2-3b': {
    name: 'Llama 3.2 3B',
    source: 'llama3',
    layers: 28,
    hidden: 3072,
    intermediate: 8192,
    heads: 24,
    kvHeads: 8,
    headDim: 128,
    vocabulary: 128256,
    tied: true,
  },
  'llama-2-7b': {
    name: 'Llama 2 7B',
    source: 'llama',
    layers: 32,
    hidden: 4096,
    intermediate: 11008,
    heads: 32,
    kvHeads: 32,
    headDim: 128,
    vocabulary: 32000,
    tied: false,
  },
  'llama-3.1-8b': {
    name: 'Llama 3.1 8B',
    source: 'llama3',
    layers: 32,
    hidden: 4096,
    intermediate: 14336,
    heads: 32,
    kvHeads: 8,
    headDim: 128,
    vocabulary: 128256,
    tied: false,
  },
  'llama-3.1-70b': {
    name: 'Llama 3.1 70B',
    source: 'llama3',
    layers: 80,
    hidden: 8192,
    intermediate: 28672,
    heads: 64,
    kvHeads: 8,
    headDim: 128,
    vocabulary: 128256,
    tied: false,
  },
} as const satisfies Record<string, NamedShape>;
export type ShapeId = keyof typeof shapes;
export const shapeIds = Object.keys(shapes) as ShapeId[];

/** Sources of the arithmetic, besides the code whose saved tensors were counted. */
export const memorySources = [
  {
    url: 'https://arxiv.org/abs/2205.05198',
    title: 'Korthikanti et al. 2022, Reducing Activation Recomputation in Large Transformer Models',
  },
  {
    url: 'https://github.com/huggingface/transformers/blob/v5.17.0/src/transformers/models/llama/modeling_llama.py',
    title: 'transformers 5.17.0, modeling_llama.py: what a layer computes',
  },
  {
    url: 'https://github.com/huggingface/transformers/blob/v5.17.0/src/transformers/loss/loss_utils.py',
    title: 'transformers 5.17.0, loss_utils.py: the logits become fp32',
  },
  {
    url: 'https://arxiv.org/abs/2305.14314',
    title: 'QLoRA: 4-bit weights and double quantization',
  },
  {
    url: 'https://arxiv.org/abs/2110.02861',
    title: '8-bit Optimizers via Block-wise Quantization',
  },
] as const;
