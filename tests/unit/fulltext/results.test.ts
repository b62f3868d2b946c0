import { describe, expect, it } from 'vitest';
import {
  fuse,
  isCredible,
  markWords,
  readExcerpt,
  wordsOf,
} from '../../../src/lib/fulltext/index.ts';

describe('fuse', () => {
  it('puts first what rare words find', () => {
    expect(fuse([['a', 'b', 'c', 'd'], ['d']])).toEqual(['d', 'a', 'b', 'c']);
  });

  it('keeps the order of a single search', () => {
    expect(fuse([['b', 'a']])).toEqual(['b', 'a']);
    expect(fuse([])).toEqual([]);
  });
});

const plain = (excerpt: string) =>
  readExcerpt(excerpt)
    .map(({ text }) => text)
    .join('');

describe('readExcerpt', () => {
  it('reads marks and nothing else', () => {
    expect(readExcerpt('use <mark>bf16</mark> &lt;b&gt; <i>x</i>')).toEqual([
      { text: '…use ', marked: false },
      { text: 'bf16', marked: true },
      { text: ' <b> <i>x</i>…', marked: false },
    ]);
  });

  it('survives marks that do not match', () => {
    expect(plain('</mark>a<mark>b')).toBe('…ab…');
  });

  it.each([
    ['of the card. Set <mark>bf16</mark> here.', 'Set bf16 here.'],
    ['。有一个 rank 没有调用<mark>超时</mark>，', '…有一个 rank 没有调用超时…'],
    ['加载之后。其余的等到<mark>超时</mark>。', '其余的等到超时。'],
    [', c, CUDA_R_16F, <mark>lda</mark>, ldb,', '…c, CUDA_R_16F, lda, ldb…'],
    ['torch 2.4. <mark>Then</mark> it', 'Then it…'],
    ['其余的\u200B等到。\u200B<mark>超时</mark>\u200B后', '超时后…'],
    ['<mark>bf16</mark>', '…bf16…'],
    ['', ''],
  ])('begins with a sentence where it can, and says where it is cut: %j', (excerpt, shown) => {
    expect(plain(excerpt)).toBe(shown);
  });
});

describe('markWords', () => {
  it('marks known words as one run, in their own spelling', () => {
    expect(
      markWords('RuntimeError: Only support FP16!', new Set(['only', 'support', 'fp16'])),
    ).toEqual([
      { text: 'RuntimeError: ', marked: false },
      { text: 'Only support FP16', marked: true },
      { text: '!', marked: false },
    ]);
  });

  it('loses no character', () => {
    const text = '训练 loss=nan, grad_norm: 0 <b>';
    const words = new Set(wordsOf('loss nan 训练'));
    const segments = markWords(text, words);
    expect(segments.map((segment) => segment.text).join('')).toBe(text);
    expect(segments.some(({ marked }) => marked)).toBe(true);
  });
});

describe('isCredible', () => {
  it('takes a word for another form of it', () => {
    expect(isCredible([{ text: 'quantization', marked: true }], 'quantized')).toBe(true);
  });

  it('refuses what only shares a first letter', () => {
    expect(isCredible([{ text: 'params', marked: true }], 'pandas_profiling')).toBe(false);
  });
});
