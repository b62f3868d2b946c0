import { describe, expect, it } from 'vitest';
import { isBackground } from '../../../src/lib/finder/background.ts';
import { features, stem } from '../../../src/lib/finder/features.ts';
import { matchFrame, sameFile } from '../../../src/lib/finder/frames.ts';
import { namedGpus } from '../../../src/lib/finder/gpus.ts';
import { symptomWords } from '../../../src/lib/finder/lexicon.ts';
import { splitLines } from '../../../src/lib/finder/lines.ts';
import { isMessage, salientLines } from '../../../src/lib/finder/salience.ts';
import { distance, speller } from '../../../src/lib/finder/spelling.ts';
import { shownVersions } from '../../../src/lib/finder/versions.ts';

describe('spelling', () => {
  it.each([
    ['memory', 'memroy', 1],
    ['support', 'suppport', 1],
    ['bfloat16', 'bloat16', 1],
    ['dispatch', 'disptach', 1],
    ['kitten', 'sitting', 3],
    ['same', 'same', 0],
  ])('counts a swap as one edit: %s, %s', (a, b, edits) => {
    expect(distance(a, b, 3)).toBe(edits);
    expect(distance(a, b, edits - 1)).toBeGreaterThan(edits - 1);
  });

  const spell = speller(['memory', 'fp16', 'attention', 'bind', 'the'], isBackground);

  it.each([
    ['memroy', 'memory'],
    ['atention', 'attention'],
    ['attntoin', 'attention'],
    ['bf16', null],
    ['bond', 'bind'],
    ['hint', null],
    ['melody', null],
    ['thee', null],
    ['', null],
    ['x'.repeat(300), null],
  ])('%s means %s', (word, meant) => {
    expect(spell(word)).toBe(meant);
  });
});

describe('features', () => {
  it('join compounds however they are written', () => {
    const shared = 'flashattn';
    for (const tokens of [['flash_attn'], ['flash', 'attn'], ['flashattn']]) {
      expect(features(tokens).has(shared)).toBe(true);
    }
  });

  it('weigh common words less than telling ones', () => {
    const found = features(['error', 'memory', '98', '显']);
    expect(found.get('memory')).toBe(1);
    for (const common of ['error', '98', '显']) expect(found.get(common)).toBeLessThan(0.5);
  });

  it('stem what misquotes swap, and only once', () => {
    expect(stem('supports')).toBe(stem('supported'));
    for (const word of ['images', 'process', 'bfloat16', 'used'])
      expect(stem(stem(word))).toBe(stem(word));
  });
});

describe('salience', () => {
  it('keeps exceptions and lets frames, progress bars and launchers sink', () => {
    const text = `  File "/a.py", line 1, in f
Loading: 10%|█ | 1/3 [00:21<00:53, 10.71s/it]
RuntimeError: deciding line
torch.distributed.elastic.multiprocessing.errors.ChildFailedError:
subprocess exited with return code 1`;
    const best = salientLines(splitLines(text)).toSorted((a, b) => b.score - a.score);
    expect(best[0]!.line.text).toBe('RuntimeError: deciding line');
    expect(best.some(({ line }) => line.kind === 'frame')).toBe(false);
  });

  it('keeps a bounded number of lines out of any number', () => {
    const rows = Array.from({ length: 3000 }, (_, i) => `Error: number ${i}`).join('\n');
    expect(salientLines(splitLines(rows)).length).toBeLessThanOrEqual(24);
  });

  it.each([
    ['ValueError: x', true],
    ['CUDA error: y', true],
    ['raise ValueError("x")', false],
    ['ChildFailedError: z', false],
    ['please help', false],
  ])('%s names an error: %s', (text, names) => {
    expect(isMessage(splitLines(text)[0]!)).toBe(names);
  });
});

describe('frames', () => {
  it.each([
    ['/opt/py/site-packages/torch/amp/grad_scaler.py', 'torch/amp/grad_scaler.py', true],
    ['/opt/torch/cuda/amp/grad_scaler.py', 'torch/amp/grad_scaler.py', true],
    ['C:/env/Torch/amp/grad_scaler.py', 'torch/amp/grad_scaler.py', true],
    ['/opt/mytorch_amp/grad_scaler.py', 'torch/amp/grad_scaler.py', false],
    ['/x/not_grad_scaler.py', 'grad_scaler.py', false],
  ])('%s is %s: %s', (pasted, known, same) => {
    expect(sameFile(pasted, known)).toBe(same);
  });

  it('compares the last part of a function name', () => {
    const pasted = { file: '/x/peft/a.py', function: 'forward' };
    expect(matchFrame(pasted, { file: 'peft/a.py', function: 'Linear.forward' })?.named).toBe(true);
    expect(matchFrame(pasted, { file: 'peft/a.py', function: 'backward' })?.named).toBe(false);
    expect(matchFrame(pasted, { file: 'peft/b.py', function: 'forward' })).toBeNull();
  });
});

describe('versions and cards', () => {
  it.each([
    ['unsloth==2025.3.19', 'unsloth', '2025.3.19'],
    ['==((====))==  Unsloth 2026.1.2: Fast Qwen3 patching', 'unsloth', '2026.1.2'],
    ['flash_attn-2.7.3.tar.gz', 'flash-attn', '2.7.3'],
    ['torch                  2.6.0+cu124', 'torch', '2.6.0'],
    ['- `transformers` version: 4.40', 'version', '4.40'],
  ])('reads %s', (text, name, version) => {
    expect(shownVersions(text).get(name)).toBe(version);
  });

  it.each([
    ['GPU: Tesla T4', 'turing'],
    ['NVIDIA GeForce RTX 3060 Ti', 'ampere'],
    ['显卡用的4090', 'ada'],
    ['NVIDIA H100 80GB HBM3', 'hopper'],
  ])('knows the card in %s', (text, family) => {
    expect([...namedGpus(text).keys()]).toContain(family);
  });

  it('takes no architecture for a card', () => {
    expect(namedGpus('FlashAttention only supports Ampere GPUs or newer').size).toBe(0);
  });
});

describe('symptom words', () => {
  it('translate what Chinese readers write', () => {
    expect(symptomWords('训练爆显存', [])).toContain('memory');
    expect(symptomWords('驱动太老', [])).toEqual(expect.arrayContaining(['driver', 'old']));
  });

  it('leave other texts alone', () => {
    expect(symptomWords('constructor toString', ['constructor', 'tostring'])).toEqual([]);
  });
});
