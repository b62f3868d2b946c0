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

describe('readExcerpt', () => {
  it('reads marks and nothing else', () => {
    expect(readExcerpt('use <mark>bf16</mark> &lt;b&gt; <i>x</i>')).toEqual([
      { text: 'use ', marked: false },
      { text: 'bf16', marked: true },
      { text: ' <b> <i>x</i>', marked: false },
    ]);
  });

  it('survives marks that do not match', () => {
    expect(readExcerpt('</mark>a<mark>b').map(({ text }) => text)).toEqual(['a', 'b']);
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
