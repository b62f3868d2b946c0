import { describe, expect, it } from 'vitest';
import { undrawable } from '../../../src/cards/coverage.ts';
import { drawCard } from '../../../src/cards/render.ts';

const card = {
  site: 'Tracebook 训练报错手册',
  exception: 'RuntimeError',
  message: 'FlashAttention only support fp16 and bf16 data type',
  title: '送进 FlashAttention 的 q、k、v 里混进了 fp32：「引号」——破折号',
  footer: 'H100 80GB · 2026-11-24',
  seal: '验',
};

describe('drawCard', () => {
  it('draws the same picture, byte for byte', async () => {
    const [once, again] = [await drawCard(card), await drawCard(card)];
    expect(Buffer.compare(once, again)).toBe(0);
    expect(Buffer.from(once.subarray(1, 4)).toString()).toBe('PNG');
  });

  it('stops at a character that it cannot draw, rather than print a box', async () => {
    await expect(drawCard({ ...card, title: '𓀀' })).rejects.toThrow(/𓀀/);
  });

  it.each(Array.from('aé中（→©…ё∞①😀กЂ한の\u0000\u00a0\u200b\u0303\ufe0f'))(
    'fails at %j where it is said to',
    async (letter) => {
      const drawn = drawCard({ ...card, title: `a${letter}b` }).then(
        () => [],
        () => [letter],
      );
      expect(await drawn).toEqual(undrawable(letter));
    },
  );
});
