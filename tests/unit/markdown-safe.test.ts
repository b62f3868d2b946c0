import { markdownToHtml } from 'satteri';
import { describe, expect, it } from 'vitest';
import { fenced, inlineMarkdown } from '../../src/lib/markdown-safe.ts';

const html = (sentence: string) =>
  markdownToHtml(inlineMarkdown(sentence), { features: { smartPunctuation: false } }).html.trim();

describe('a sentence as Markdown', () => {
  it('keeps its code and nothing else', () => {
    expect(html('set `a_b=*` in a_b_c, *not* <b>c</b> [x](y) ~~z~~ 1 | 2 &amp; \\ $x$')).toBe(
      '<p>set <code>a_b=*</code> in a_b_c, *not* &lt;b&gt;c&lt;/b&gt; [x](y) ~~z~~ 1 | 2 &amp;amp; \\ $x$</p>',
    );
  });

  it.each(['@torvalds', '#123', 'GH-123', 'pytorch/pytorch#123', '!7', '0a1b2c3d4e5f'])(
    'makes no reference of %s',
    (reference) => {
      expect(html(`see ${reference}, then`)).toBe(`<p>see <code>${reference}</code>, then</p>`);
    },
  );

  it.each(['defaced', 'H100', 'v2.8.3', 'a 50 % share', 'bf16'])('leaves %s a word', (word) => {
    expect(html(word)).toBe(`<p>${word}</p>`);
  });
});

describe('a fence', () => {
  it('is longer than any in the text', () => {
    expect(fenced('a ```` b', 'text')).toBe('`````text\na ```` b\n`````');
  });
});
