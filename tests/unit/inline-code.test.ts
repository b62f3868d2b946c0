import { expect, it } from 'vitest';
import { inlineParts, isOneWord } from '../../src/lib/inline-code.ts';

it('splits a sentence at its backticks and leaves a lone one alone', () => {
  expect(inlineParts('run `df -h`, then 5` more')).toEqual([
    { text: 'run ', isCode: false },
    { text: 'df -h', isCode: true },
    { text: ', then 5` more', isCode: false },
  ]);
});

it.each([
  ["says ``version `GLIBC_2.32' not found``", "version `GLIBC_2.32' not found"],
  ['says ``Run `pip install unsloth` ``', 'Run `pip install unsloth`'],
  ['says ``use `torch.compile()` ``', 'use `torch.compile()`'],
])('reads code that holds a backtick: %s', (sentence, code) => {
  expect(inlineParts(sentence).map((part) => part.isCode && part.text)).toEqual([false, code]);
});

it('leaves backticks alone that nothing closes', () => {
  expect(inlineParts('a ``b` c')).toEqual([{ text: 'a ``b` c', isCode: false }]);
});

it.each([
  ['--standalone', true],
  ['df -h /dev/shm', true],
  ['123456789012345-78', true],
  ['123456789012345-789', false],
  ['tokenizer.pad', false],
])('keeps code whole that a line break would spoil: %s', (code, isWhole) => {
  expect(isOneWord(code)).toBe(isWhole);
});
