import { describe, expect, it } from 'vitest';
import { type CodeMark, highlightLines } from '../../../src/markdown/highlight.ts';

const code = 'model = load("org/model")\nsave("out", a < b)';
const markOf = (value: string, kind = 'model'): CodeMark => {
  const start = code.indexOf(value);
  return { start, end: start + value.length, kind };
};
const textOf = (html: string) =>
  html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&');

describe('marks in code', () => {
  it('become elements of their own inside the string', async () => {
    const html = (
      await highlightLines(code, 'python', [markOf('org/model'), markOf('out', 'folder')])
    ).join('\n');
    expect(html).toContain('<var data-kind="model">org/model</var>');
    expect(html).toContain('<var data-kind="folder">out</var>');
    expect(textOf(html)).toBe(code);
  });

  it('nest, wherever they begin and end', async () => {
    for (let start = 0; start < 24; start += 1) {
      for (let end = start + 1; end <= 25; end += 1) {
        const html = (await highlightLines(code, 'python', [{ start, end, kind: 'x' }])).join('\n');
        expect(textOf(html)).toBe(code);
        const open: string[] = [];
        for (const [, slash, name = ''] of html.matchAll(/<(\/?)(\w+)[^>]*>/g)) {
          if (slash) expect(open.pop()).toBe(name);
          else open.push(name);
        }
        expect(open).toEqual([]);
      }
    }
  });

  it('change nothing where there are none', async () => {
    expect((await highlightLines(code, 'python')).join('\n')).not.toContain('<var');
  });
});
