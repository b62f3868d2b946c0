import type { Signature } from '../../../src/lib/finder/index.ts';

/** A signature with only what a test says. */
export function signature(part: Partial<Signature> & { slug: string }): Signature {
  return {
    state: 'planned',
    tier: 'specific',
    headline: part.messages?.[0]?.template ?? part.slug,
    titles: { en: part.slug, zh: part.slug },
    messages: [],
    nearMisses: [],
    frames: [],
    aliases: [],
    causes: [],
    ...part,
  };
}

/** Messages from templates. */
export function messages(...templates: string[]): Signature['messages'] {
  return templates.map((template, at) => ({ id: `m${at}`, template }));
}

/** A small corpus of real messages with look-alikes, a wrapper and Chinese aliases. */
export const corpus: Signature[] = [
  signature({
    slug: 'flash-attn-dtype',
    state: 'written',
    messages: messages('FlashAttention only support fp16 and bf16 data type'),
    nearMisses: [
      {
        template: 'FlashAttention only supports Ampere GPUs or newer',
        guide: 'flash-attn-needs-ampere',
      },
    ],
    frames: [{ file: 'flash_attn/flash_attn_interface.py', function: '_flash_attn_forward' }],
    aliases: ['flash attention dtype'],
    causes: [
      {
        id: 'dora',
        frames: [],
        text: ['use_dora=True'],
        versions: { unsloth: '<2026.7.1' },
        gpu: [],
      },
      { id: 'old-card', frames: [], text: [], versions: {}, gpu: ['turing'] },
    ],
  }),
  signature({
    slug: 'flash-attn-needs-ampere',
    messages: messages('FlashAttention only supports Ampere GPUs or newer.'),
  }),
  signature({
    slug: 'cuda-oom',
    messages: messages(
      'CUDA out of memory. Tried to allocate {size} (GPU {n}; {a} total capacity; {b} already allocated; {c} free; {d} reserved in total by PyTorch)',
    ),
    aliases: ['OOM', '爆显存', '显存不足'],
  }),
  signature({
    slug: 'adapter-size-mismatch',
    messages: messages(
      'size mismatch for {param}: copying a param with shape torch.Size([{a}]) from checkpoint, the shape in current model is torch.Size([{b}])',
    ),
    nearMisses: [
      {
        template: 'copying a param with shape torch.Size([0]) from checkpoint',
        guide: 'zero3-size-mismatch',
      },
      { template: 'size mismatch for classifier.weight', guide: null },
    ],
  }),
  signature({
    slug: 'zero3-size-mismatch',
    messages: messages('copying a param with shape torch.Size([0]) from checkpoint'),
  }),
  signature({
    slug: 'process-killed',
    tier: 'wrapper',
    messages: messages(
      'torch.distributed.elastic.multiprocessing.api:failed (exitcode: {code}) local_rank: {n}',
    ),
  }),
  signature({
    slug: 'port-in-use',
    messages: messages(
      'The server socket has failed to bind to {address} (errno: 98 - Address already in use)',
    ),
    aliases: ['端口被占用'],
  }),
];
