import { describe, expect, it } from 'vitest';
import { contextIn } from '../../../src/lib/context/from-text.ts';

describe('the card that a text shows', () => {
  it.each([
    [
      'nvidia-smi',
      '|   0  Tesla T4                       Off |   00000000:00:04.0 Off |',
      'turing',
    ],
    ['nvidia-smi, new', '|   0  NVIDIA A100-SXM4-80GB   On  | 00000000:07:00.0 Off |', 'ampere'],
    ['nvidia-smi -L', 'GPU 0: NVIDIA GeForce RTX 4090 (UUID: GPU-1)', 'ada'],
    [
      'Unsloth banner',
      '==((====))==  Unsloth 2025.3.19: Fast Llama patching. Transformers: 4.50.0.\n' +
        '   \\\\   /|    NVIDIA H100 80GB HBM3. Num GPUs = 1. Max memory: 79.1 GB.',
      'hopper',
    ],
    ['collect_env', 'GPU models and configuration: GPU 0: Tesla V100-SXM2-16GB', 'volta'],
    ['an architecture', 'nvcc fatal: sm_75', 'turing'],
    ['typed words', 'flash attention dtype error on a100', 'ampere'],
    ['Windows line ends', 'x\r\nGPU 0: NVIDIA GeForce RTX 5090\r\n', 'blackwell'],
  ])('%s', (_, text, family) => {
    expect(contextIn(text).gpu?.id).toBe(family);
  });

  it('is told by its own words', () => {
    expect(contextIn('GPU 0: Tesla T4').gpu?.sign).toContain('T4');
  });

  it.each([
    ['two cards', 'GPU 0: Tesla T4\nGPU 1: NVIDIA A100-SXM4-40GB'],
    ['a list of architectures', 'supports CUDA capabilities sm_70 sm_75 sm_80 sm_86 sm_90.'],
    ['a cache', 'L2 cache: 32 MiB\nL1d cache: 1 MiB'],
    ['a line number', 'File "/x/train.py", line 3090, in <module>'],
    ['a message', 'FlashAttention only supports Ampere GPUs or newer.'],
    ['nothing', ''],
    ['an unknown card', 'GPU 0: NVIDIA GeForce GT 710'],
  ])('is left open by %s', (_, text) => {
    expect(contextIn(text).gpu).toBeUndefined();
  });

  it('counts once, however often it is named', () => {
    const eight = Array.from({ length: 8 }, (__, index) => `GPU ${index}: NVIDIA H100 80GB HBM3`);
    expect(contextIn(eight.join('\n')).gpu?.id).toBe('hopper');
  });
});

describe('the trainer that a text shows', () => {
  const frame = (path: string) =>
    `  File "/usr/lib/python3.12/site-packages/${path}", line 1, in f`;
  it.each([
    ['unsloth', frame('unsloth/models/llama.py') + frame('trl/trainer/sft_trainer.py')],
    ['unsloth', '==((====))==  Unsloth 2025.3.19: Fast Llama patching.'],
    ['trl', frame('trl/trainer/sft_trainer.py') + frame('transformers/trainer.py')],
    ['transformers', frame('transformers/trainer.py')],
    ['trl', String.raw`File "C:\env\Lib\site-packages\trl\trainer\dpo_trainer.py"`],
  ])('%s, by its files', (trainer, text) => {
    expect(contextIn(text).trainer?.id).toBe(trainer);
  });

  it.each([
    ['a list of packages', 'unsloth==2025.3.19\ntrl==0.15.2\ntransformers==4.50.0'],
    ['frames of a model alone', frame('transformers/models/llama/modeling_llama.py')],
    ['a word', 'how to use trl with unsloth'],
  ])('is left open by %s', (_, text) => {
    expect(contextIn(text).trainer).toBeUndefined();
  });
});

it('reads the ends of a huge text', () => {
  const noise = 'step 1 loss 0.5\n'.repeat(100_000);
  expect(contextIn(`${noise}GPU 0: Tesla T4\n`).gpu?.id).toBe('turing');
});
