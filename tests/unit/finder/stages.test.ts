import { describe, expect, it } from 'vitest';
import { matchFrame, sameFile } from '../../../src/lib/finder/frames.ts';
import { namedGpus } from '../../../src/lib/finder/gpus.ts';
import { splitLines } from '../../../src/lib/finder/lines.ts';
import { isMessage, salientLines } from '../../../src/lib/finder/salience.ts';
import { distance, speller } from '../../../src/lib/finder/spelling.ts';
import { shownVersions } from '../../../src/lib/finder/versions.ts';
import { Words } from '../../../src/lib/finder/words.ts';

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

  const spell = speller(['memory', 'fp16', 'attention', 'bind']);

  it.each([
    ['memroy', 'memory'],
    ['atention', 'attention'],
    ['attntoin', 'attention'],
    ['bf16', null],
    ['bond', 'bind'],
    ['hint', null],
    ['melody', null],
    ['', null],
    ['x'.repeat(300), null],
  ])('%s means %s', (word, meant) => {
    expect(spell(word)).toBe(meant);
  });
});

describe('features', () => {
  const words = new Words((token) => 'error 的'.includes(token));
  const weights = (tokens: readonly string[]) =>
    new Map([...words.features(tokens)].map(([key, { weight }]) => [key, weight]));

  it('are words, adjacent pairs and the names in identifiers', () => {
    expect([...weights(['loading', 'flash_attn']).keys()]).toEqual([
      'loading',
      'loading flash_attn',
      'flash_attn',
      'flash',
      'flash attn',
      'attn',
    ]);
  });

  it('weigh common words less than telling ones', () => {
    const found = weights(['error', 'memory', '98', '显']);
    expect(found.get('memory')).toBe(100);
    for (const common of ['error', '98', '显']) expect(found.get(common)).toBeLessThan(50);
  });

  it('join no Han with other words', () => {
    expect(weights(['cuda', '显', '存']).has('cuda 显')).toBe(false);
    expect(weights(['cuda', '显', '存']).get('显 存')).toBeGreaterThan(50);
  });

  it('are the rarer the fewer guides use them, a pair as its rarer word', () => {
    for (const word of ['memory', 'same']) words.learn(word).owners = word === 'same' ? 8 : 2;
    words.rate(10, undefined);
    const found = words.features(['memory', 'same', 'unheard']);
    const [memory, same, pair, unheard] = ['memory', 'same', 'memory same', 'unheard'].map((key) =>
      words.rarity(found.get(key)!),
    );
    expect(memory).toBeGreaterThan(same!);
    expect(pair).toBe(memory);
    expect(unheard).toBeGreaterThan(memory!);
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
