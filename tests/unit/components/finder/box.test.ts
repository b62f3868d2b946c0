import { describe, expect, it } from 'vitest';
import { isText } from '../../../../src/components/finder/log-file.ts';
import { isLong } from '../../../../src/components/finder/long-text.ts';
import { endsOf, wholeOf } from '../../../../src/components/finder/text-ends.ts';
import {
  isOneLiner,
  isTyped,
  queryOf,
  withQuery,
} from '../../../../src/components/finder/query.ts';
import { excerptOf, errorIssueAddress } from '../../../../src/components/finder/report.ts';
import { statusText } from '../../../../src/components/finder/status.ts';
import { isTooShort } from '../../../../src/lib/finder/too-short.ts';
import { en } from '../../../../src/i18n/en.ts';
import { zh } from '../../../../src/i18n/zh.ts';

describe('what may become an address', () => {
  it('is what was typed key by key or by an input method', () => {
    expect(isTyped({ inputType: 'insertText', data: 'a' })).toBe(true);
    expect(isTyped({ inputType: 'insertCompositionText', data: '显存' })).toBe(true);
    expect(isTyped({ inputType: 'deleteContentBackward', data: null })).toBe(true);
  });

  it('is no paste, no drop, and nothing that comes in one large piece', () => {
    expect(isTyped({ inputType: 'insertFromPaste', data: null })).toBe(false);
    expect(isTyped({ inputType: 'insertFromDrop', data: null })).toBe(false);
    expect(isTyped({ inputType: '', data: null })).toBe(false);
    expect(isTyped({ inputType: 'insertText', data: 'x'.repeat(41) })).toBe(false);
  });

  it('is one line under 200 characters', () => {
    expect(isOneLiner(' cuda oom\n')).toBe(true);
    expect(isOneLiner('a\nb')).toBe(false);
    expect(isOneLiner('x'.repeat(200))).toBe(false);
  });
});

describe('the query of an address', () => {
  it('becomes one plain line whatever it holds', () => {
    expect(queryOf('?q=a%0Ab%09c')).toBe('a b c');
    expect(queryOf(`?q=${'x'.repeat(999)}`)).toHaveLength(199);
    expect(queryOf('?q=%E0%A4%A')).not.toBe('');
    expect(queryOf('?other=1')).toBe('');
  });

  it('goes in and out and leaves other parameters alone', () => {
    expect(withQuery('?gpu=turing', 'a&b')).toBe('?gpu=turing&q=a%26b');
    expect(withQuery('?q=a&gpu=turing', '')).toBe('?gpu=turing');
    expect(withQuery('?q=a', '')).toBe('');
  });
});

describe('a text too long for the field', () => {
  const text = Array.from({ length: 50_000 }, (_, row) => `row ${row}`).join('\n');

  it.each([
    [
      'en',
      /^row 0\n[^…]*\n\[… [\d,]+ characters are not shown here; [^…]* …\]\nrow [^…]*\nrow 49999$/,
    ],
    ['zh-CN', /\n\[… 此处有 [\d,]+ 个字符未显示，但同样参与分析 …\]\n/],
  ])('is shown by its ends, and says so in the page’s language: %s', (lang, shown) => {
    const ends = endsOf(text, lang);
    expect(ends.shown.length).toBeLessThan(5_200);
    expect(ends.shown).toMatch(shown);
    expect(wholeOf(ends.shown, ends)).toBe(text);
  });

  it('takes changes to its ends, and loses its middle with the sentence', () => {
    const ends = endsOf(text, 'en');
    expect(wholeOf(ends.shown.replace('row 0', 'changed'), ends)).toBe(
      text.replace('row 0', 'changed'),
    );
    expect(wholeOf('another text', ends)).toBe('another text');
  });

  it('is none below the limit', () => {
    expect(isLong('x'.repeat(50_000))).toBe(false);
  });
});

describe('isTooShort', () => {
  it.each(['', ' \n', 'x', '-9', 'fp', '卡', 'a-b', '— ?! —'])('refuses %j', (text) => {
    expect(isTooShort(text)).toBe(true);
  });

  it.each(['oom', '137', 'x 86', '显存', '卡 死', 'г п у', 'q4K'])('takes %j', (text) => {
    expect(isTooShort(text)).toBe(false);
  });

  it('is quick on a long text of signs', () => {
    const started = performance.now();
    expect(isTooShort(`x${'-'.repeat(200_000)}y${' '.repeat(200_000)}`)).toBe(true);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('isText', () => {
  it('takes logs with colours and a stray byte', () => {
    expect(isText(`\u001B[31mError\u001B[0m ${'x'.repeat(100)}\uFFFD`)).toBe(true);
  });

  it('refuses binary files', () => {
    expect(isText('PK\u0003\u0004\0\0')).toBe(false);
    expect(isText('\uFFFD\uFFFD\uFFFDabc')).toBe(false);
  });
});

describe('statusText', () => {
  const words = (status: typeof en.finder.status) => ({ ...status, searching: '' });

  it('counts in English', () => {
    const english = words(en.finder.status);
    const plural = new Intl.PluralRules('en');
    expect(statusText({ matching: 1, related: 4, passages: 0 }, english, plural)).toBe(
      '1 matching guide, 4 related.',
    );
    expect(statusText({ matching: 2, related: 0, passages: 0 }, english, plural)).toBe(
      '2 matching guides.',
    );
    expect(statusText({ matching: 0, related: 0, passages: 0 }, english, plural)).toBe(
      'No guide matches.',
    );
  });

  it('counts in Chinese', () => {
    expect(
      statusText(
        { matching: 0, related: 3, passages: 2 },
        words(zh.finder.status),
        new Intl.PluralRules('zh'),
      ),
    ).toBe('没有匹配的指南，相关 3 篇，正文提到 2 处。');
  });
});

describe('the report of an unknown error', () => {
  const text = [
    ...Array.from({ length: 200 }, (_, step) => `step ${step} of a long run`),
    '  File "/home/lin/train.py", line 3, in main',
    'WidgetError: frobnicator unavailable, token=hf_abcdefghijklmnop',
    ...Array.from({ length: 50 }, () => 'shutting down'),
  ].join('\n');

  it('holds the lines around the error without secrets and names', () => {
    const excerpt = excerptOf(text);
    expect(excerpt).toContain('WidgetError: frobnicator unavailable');
    expect(excerpt).not.toMatch(/hf_abcdef|\/home\/lin/);
    expect(excerpt.length).toBeLessThanOrEqual(1200);
  });

  it('fills an issue whose fence the text cannot end', () => {
    const address = new URL(errorIssueAddress('https://example.org/tracebook', 'a ```` b'));
    expect(address.pathname).toBe('/tracebook/issues/new');
    expect(address.searchParams.get('body')).toMatch(/^`{5}text\n/);
  });
});
