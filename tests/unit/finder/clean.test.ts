import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clean } from '../../../src/lib/finder/index.ts';

const ESC = '\u001B';
import { anyText } from './any-text.ts';

describe('clean', () => {
  it.each([
    ['colours', `${ESC}[1;31mError${ESC}[0m`, 'Error'],
    ['colours that lost their escape', '[31mError[0m', ' Error '],
    ['hyperlinks', `${ESC}]8;;https://x${ESC}\\text`, 'text'],
    ['full-width forms', 'ＲｕｎｔｉｍｅＥｒｒｏｒ：（１）', 'RuntimeError:(1)'],
    ['typographic quotes', '‘a’ “b” `c`', `'a' "b" 'c'`],
    ['invisible characters', 'a\u200Bb\uFEFFc\u0000d\u202Ee', 'abcde'],
    ['line ends', 'a\r\nb\rc\u2028d', 'a\nb\nc\nd'],
    ['unpaired surrogates', 'a\uD800b\uDC00c', 'abc'],
    ['exotic spaces', 'a\u00A0b\u3000c\td', 'a b c d'],
  ])('plain: %s', (_, text, expected) => {
    expect(clean(text)).toBe(expected);
  });

  it('keeps Chinese and emoji', () => {
    expect(clean('显存不足 🤗')).toBe('显存不足 🤗');
  });

  it('is idempotent and never throws', () => {
    const noise = fc.array(
      fc.oneof(
        anyText,
        fc.constantFrom(
          ESC,
          '[',
          '31m',
          ']8;;',
          '\r',
          '\u0000',
          '\uD800',
          '\uDC00',
          '‘',
          '`',
          '\u200B',
          '［',
          'e\u0301',
          '\u0344',
        ),
      ),
    );
    fc.assert(
      fc.property(noise, (parts) => {
        const once = clean(parts.join(''));
        expect(clean(once)).toBe(once);
      }),
      { numRuns: 500 },
    );
  });
});
