import { mdxToMdast } from 'satteri';
import { describe, expect, it } from 'vitest';
import { codeBlock, codeSpan, sentence, tableRow } from '../../../src/lib/twin/markdown-text.ts';

interface Node {
  type: string;
  value?: string;
  children?: Node[];
}

/** Text and code that a Markdown parser sees. */
function read(markdown: string): [type: string, value: string][] {
  const walk = ({ type, value, children = [] }: Node): [string, string][] =>
    value === undefined ? children.flatMap(walk) : [[type, value]];
  return walk(mdxToMdast(markdown));
}

describe('codeSpan', () => {
  it.each(['plain', 'a `b` c', '`start', 'end`', '``two``', 'x *y* <z> [1]', 'query.dtype: {q}'])(
    'keeps %s',
    (text) => {
      expect(read(codeSpan(text))).toEqual([['inlineCode', text]]);
    },
  );

  it('puts a message of several lines on one', () => {
    expect(codeSpan('a\n   b')).toBe('`a b`');
  });
});

describe('codeBlock', () => {
  it('has a fence longer than any in the code', () => {
    const code = 'print("""\n```\nnested\n````\n""")';
    expect(read(codeBlock(code, 'python'))).toEqual([['code', code]]);
  });
});

describe('sentence', () => {
  it('keeps code between backticks and nothing else as markup', () => {
    const nodes = read(sentence('Set `use_dora=True` for *args and <model>[0] when 2*2 < 5'));
    expect(nodes.map(([type]) => type)).toEqual(['text', 'inlineCode', 'text']);
    expect(nodes.map(([, value]) => value).join('')).toBe(
      'Set use_dora=True for *args and <model>[0] when 2*2 < 5',
    );
  });
});

describe('tableRow', () => {
  it('keeps a bar inside its cell', () => {
    expect(tableRow(['a | b', 'c'])).toBe(String.raw`| a \| b | c |`);
  });
});
