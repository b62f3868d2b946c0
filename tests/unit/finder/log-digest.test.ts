import { describe, expect, it } from 'vitest';
import { compile, find, LogDigest } from '../../../src/lib/finder/index.ts';
import { signature } from './signature.ts';

const index = compile([
  signature({
    slug: 'spindle-jam',
    messages: [{ template: 'the carding spindle jammed at bobbin {n}' }],
  }),
]);
const limits = { head: 2000, middle: 2000, tail: 4000 };
const most = 2000 + 2 * 2000 + 4000 + 64_000;

function digest(pieces: Iterable<string>): string {
  const log = new LogDigest(index, limits);
  for (const piece of pieces) log.push(piece);
  return log.text();
}

const noise = (count: number) =>
  Array.from({ length: count }, (_, at) => `step ${at} of the run is fine\n`).join('');
const first = (text: string) => find(text, index, { locale: 'en' })[0]?.slug;

describe('LogDigest', () => {
  it('keeps a log that fits as it is, wherever its pieces end', () => {
    const log = 'a\r\nb\rc\n\n  d\nError: e';
    for (const size of [1, 2, 3, 100]) {
      const pieces = log.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g'))!;
      expect(digest(pieces)).toBe('a\nb\nc\n\n  d\nError: e');
    }
  });

  it.each([
    ['an exception', 'RuntimeError: the carding spindle jammed at bobbin 7'],
    ['a line that names no exception', 'the carding spindle jammed at bobbin 7'],
  ])('finds %s in the middle of a long log', (_, line) => {
    const text = digest([noise(2000), `${line}\n`, noise(2000)]);
    expect(text.length).toBeLessThan(most);
    expect(first(text)).toBe('spindle-jam');
  });

  it('keeps beginning and end', () => {
    const text = digest(['torch 2.11 on a loom\n', noise(4000), 'the end']);
    expect(text.startsWith('torch 2.11 on a loom\n')).toBe(true);
    expect(text.endsWith('\nthe end')).toBe(true);
  });

  it('keeps the first and the latest of ever new errors', () => {
    const errors = Array.from({ length: 3000 }, (_, at) => {
      const letters = String(at).replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)]!);
      return `ValueError: ${letters}\n`;
    });
    const text = digest([noise(200), ...errors, noise(2000)]);
    expect(text).toContain('ValueError: a\n');
    expect(text).toContain('ValueError: cjjj\n');
    expect(text.length).toBeLessThan(most);
  });

  it('keeps few of lines that differ in numbers only, and so the rare one between them', () => {
    const warnings = (count: number) =>
      Array.from({ length: count }, (_, at) => `UserWarning: grad norm ${at}\n`).join('');
    const line = 'the carding spindle jammed at bobbin 7\n';
    const text = digest([noise(200), warnings(5000), line, warnings(5000), noise(500)]);
    expect(text).toContain(line);
  });

  it('joins no halves of a message over what it left out', () => {
    const text = digest([
      `${noise(200)}RuntimeError: the carding spindle\n${noise(500)}`,
      `RuntimeError: jammed at bobbin 7\n${noise(500)}`,
    ]);
    expect(find(text, index, { locale: 'en' }).some(({ group }) => group === 'exact')).toBe(false);
  });

  it('is bounded for a log on one line', () => {
    const text = digest(Array.from({ length: 200 }, () => 'x'.repeat(10_000)));
    expect(text.length).toBeLessThan(most);
  });
});
