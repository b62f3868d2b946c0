import { describe, expect, it } from 'vitest';
import { firstSentences } from '../../src/lib/sentences.ts';

describe('firstSentences', () => {
  it.each([
    ['One. Two.', 1, 'One.'],
    ['One. Two. Three.', 2, 'One. Two.'],
    ['一句。第二句。', 1, '一句。'],
    ['`a. b` is code. Next.', 1, '`a. b` is code.'],
    ['torch 2.11 runs. Next', 1, 'torch 2.11 runs.'],
    ['libraries, e.g. peft, load. Next', 1, 'libraries, e.g. peft, load.'],
    ['no stop', 1, 'no stop'],
    ['', 1, ''],
  ])('of %j, %i: %j', (text, most, expected) => {
    expect(firstSentences(text, most)).toBe(expected);
  });
});
