/**
 * What each attention kernel refuses: a table of facts, each with the place where it was read or
 * the run that showed it. `attention.ts` reads it in the order in which the libraries ask.
 */
import type { GpuFamily } from '../context/ids.ts';

export const attentionDtypes = ['float16', 'bfloat16', 'float32'] as const;
export type AttentionDtype = (typeof attentionDtypes)[number];

/** `none`: every token sees every token. `causal`: the flag `is_causal`. `tensor`: an `attn_mask`. */
export const attentionMasks = ['none', 'causal', 'tensor'] as const;
export type AttentionMask = (typeof attentionMasks)[number];

/** Head dimensions at which some kernel decides otherwise, and those that models have. */
export const headDims = [60, 64, 80, 96, 128, 192, 224, 256, 264] as const;

/** What `scaled_dot_product_attention` is called with, and on what. */
export interface AttentionCall {
  card: CardId;
  dtype: AttentionDtype;
  mask: AttentionMask;
  /** Elements of one head, the same in q, k and v. */
  headDim: number;
  /** Whether gradients are wanted. */
  training: boolean;
}

interface Card {
  family: GpuFamily;
  /** As people name it. */
  name: string;
  /** Compute capability × 10, as in `sm_89`. */
  sm: number;
}

/** One card for each compute capability that decides something. */
export const cards = {
  v100: { family: 'volta', name: 'V100', sm: 70 },
  t4: { family: 'turing', name: 'T4, RTX 20', sm: 75 },
  a100: { family: 'ampere', name: 'A100', sm: 80 },
  rtx3090: { family: 'ampere', name: 'RTX 30, A10, A40', sm: 86 },
  rtx4090: { family: 'ada', name: 'RTX 40, L4, L40', sm: 89 },
  h100: { family: 'hopper', name: 'H100, H200', sm: 90 },
  b200: { family: 'blackwell', name: 'B200', sm: 100 },
  rtx5090: { family: 'blackwell', name: 'RTX 50', sm: 120 },
} as const satisfies Record<string, Card>;
export type CardId = keyof typeof cards;
export const cardIds = Object.keys(cards) as CardId[];

/** Kernels behind `scaled_dot_product_attention`, and the package that is called by its own name. */
export const sdpaKernels = ['cudnn', 'flash', 'efficient', 'math'] as const;
export type SdpaKernel = (typeof sdpaKernels)[number];
export const packageKernels = ['fa2', 'fa3'] as const;
export type PackageKernel = (typeof packageKernels)[number];
export type Kernel = SdpaKernel | PackageKernel;

const pytorch = 'https://github.com/pytorch/pytorch/blob';
/** The dispatcher of PyTorch's main branch, as it was read. */
const dispatcher = `${pytorch}/001f694aef6f922b4fdf6d27d59162d27bf3df58/aten/src/ATen/native/transformers/cuda/sdp_utils.cpp`;
const flashAttention = 'https://github.com/Dao-AILab/flash-attention/blob/v2.8.3';

/** Where the facts were read. */
export const attentionSources = {
  dispatcher: { url: dispatcher, title: 'PyTorch, sdp_utils.cpp (main, 001f694)' },
  checks: {
    url: `${pytorch}/v2.11.0/aten/src/ATen/native/transformers/sdp_utils_cpp.h`,
    title: 'PyTorch 2.11.0, sdp_utils_cpp.h',
  },
  order: {
    url: `${pytorch}/v2.11.0/aten/src/ATen/Context.h`,
    title: 'PyTorch 2.11.0, Context.h: the default order',
  },
  fa2: {
    url: `${flashAttention}/csrc/flash_attn/flash_api.cpp#L367-L394`,
    title: 'flash-attn 2.8.3, flash_api.cpp',
  },
  fa2Python: {
    url: `${flashAttention}/flash_attn/flash_attn_interface.py#L1135`,
    title: 'flash-attn 2.8.3, flash_attn_func',
  },
  fa3: {
    url: `${flashAttention}/hopper/flash_api.cpp#L675-L685`,
    title: 'flash-attn 2.8.3, hopper/flash_api.cpp',
  },
  fa3Python: {
    url: `${flashAttention}/hopper/flash_attn_interface.py#L502`,
    title: 'flash-attn 2.8.3, hopper: flash_attn_func',
  },
  fa3Readme: {
    url: `${flashAttention}/README.md`,
    title: 'flash-attn 2.8.3, README: requirements of FlashAttention-3',
  },
} as const;
export type AttentionSource = keyof typeof attentionSources;

export interface AttentionRule {
  kernel: Kernel;
  /** Names the reason in the words of the interface. */
  reason: string;
  source: AttentionSource;
  refuses: (call: AttentionCall & { sm: number }) => boolean;
}

const is16Bit = ({ dtype }: AttentionCall) => dtype !== 'float32';

/** Elements that the memory-efficient kernel wants a head to be a multiple of. */
export function efficientAlignment({ sm, ...call }: AttentionCall & { sm: number }): number {
  if (sm >= 80) return is16Bit(call) ? 8 : 4;
  return is16Bit(call) ? 8 : 1;
}

/** The largest head of PyTorch 2.11 with cuDNN 9.19; for Hopper it was read off an H100. */
const cudnnHeadDim = (sm: number) => (sm === 90 ? 256 : 128);

/** Cards whose backward pass of wide heads lacks the shared memory. */
const isSmall = (sm: number) => (sm >= 86 && sm <= 89) || (sm >= 120 && sm <= 121);

export const attentionRules: readonly AttentionRule[] = [
  {
    kernel: 'cudnn',
    reason: '16-bit',
    source: 'dispatcher',
    refuses: (call) => !is16Bit(call),
  },
  { kernel: 'cudnn', reason: 'ampere', source: 'dispatcher', refuses: ({ sm }) => sm < 80 },
  {
    kernel: 'cudnn',
    reason: 'cudnn-head',
    source: 'dispatcher',
    refuses: ({ sm, headDim }) => sm >= 80 && headDim > cudnnHeadDim(sm),
  },
  {
    kernel: 'cudnn',
    reason: 'multiple-of-8',
    source: 'dispatcher',
    refuses: ({ headDim }) => headDim % 8 !== 0,
  },
  {
    kernel: 'flash',
    reason: '16-bit',
    source: 'dispatcher',
    refuses: (call) => !is16Bit(call),
  },
  { kernel: 'flash', reason: 'ampere', source: 'dispatcher', refuses: ({ sm }) => sm < 80 },
  { kernel: 'flash', reason: 'mask', source: 'checks', refuses: ({ mask }) => mask === 'tensor' },
  {
    kernel: 'flash',
    reason: 'head-256',
    source: 'dispatcher',
    refuses: ({ headDim }) => headDim > 256,
  },
  {
    kernel: 'flash',
    reason: 'wide-backward',
    source: 'dispatcher',
    refuses: ({ sm, headDim, training }) =>
      training && isSmall(sm) && headDim > 192 && headDim <= 224,
  },
  {
    kernel: 'efficient',
    reason: 'bf16-ampere',
    source: 'dispatcher',
    refuses: ({ sm, dtype }) => sm < 80 && dtype === 'bfloat16',
  },
  {
    kernel: 'efficient',
    reason: 'alignment',
    source: 'dispatcher',
    refuses: (call) => call.headDim % efficientAlignment(call) !== 0,
  },
  { kernel: 'fa2', reason: 'raises-ampere', source: 'fa2', refuses: ({ sm }) => sm < 80 },
  {
    kernel: 'fa2',
    reason: 'raises-dtype',
    source: 'fa2',
    refuses: (call) => call.sm >= 80 && !is16Bit(call),
  },
  {
    kernel: 'fa2',
    reason: 'raises-head',
    source: 'fa2',
    refuses: ({ headDim }) => headDim > 256,
  },
  {
    kernel: 'fa2',
    reason: 'no-mask',
    source: 'fa2Python',
    refuses: ({ mask }) => mask === 'tensor',
  },
  { kernel: 'fa3', reason: 'hopper', source: 'fa3Readme', refuses: ({ sm }) => sm !== 90 },
  {
    kernel: 'fa3',
    reason: 'raises-dtype-3',
    source: 'fa3',
    refuses: (call) => call.sm === 90 && !is16Bit(call),
  },
  {
    kernel: 'fa3',
    reason: 'raises-head',
    source: 'fa3',
    refuses: ({ headDim }) => headDim > 256,
  },
  {
    kernel: 'fa3',
    reason: 'multiple-of-8',
    source: 'fa3',
    refuses: ({ headDim }) => headDim % 8 !== 0,
  },
  {
    kernel: 'fa3',
    reason: 'no-mask',
    source: 'fa3Python',
    refuses: ({ mask }) => mask === 'tensor',
  },
];
