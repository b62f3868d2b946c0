/** Whatever was pasted stays one code block, as a real Markdown parser reads it. */
import fc from 'fast-check';
import { markdownToMdast } from 'satteri';
import { describe, expect, it } from 'vitest';
import { quotation } from '../../../src/lib/reply/quote.ts';
import { issueReply } from '../../../src/lib/reply/reply.ts';
import { anyText } from '../finder/any-text.ts';
import { guide, permalink } from './guide.ts';

interface Node {
  type: string;
  value?: string;
  children?: Node[];
}

const replyTo = (quote: string) => issueReply({ locale: 'en', guide, permalink, quote });
const blocksOf = (markdown: string): Node[] =>
  (markdownToMdast(markdown, { features: { smartPunctuation: false } }) as Node).children ?? [];
const harmless = blocksOf(replyTo('harmless').markdown);

/** The structure around the quotation is that of a harmless one, and the quotation is one code block. */
function expectContained(pasted: string): void {
  const { markdown, plain } = replyTo(pasted);
  const quoted = quotation(pasted) || 'SpindleError: spindle jammed at bobbin 7';
  const blocks = blocksOf(markdown);
  expect(blocks[1]).toMatchObject({ type: 'code', value: quoted });
  const around = (nodes: Node[]) => JSON.stringify(nodes.toSpliced(1, 1).map(bare));
  expect(around(blocks)).toBe(around(harmless));
  expect(blocksOf(plain)[1]).toMatchObject({ type: 'code', value: quoted });
}

const bare = ({ type, value, children }: Node): object => ({
  type,
  value,
  children: children?.map(bare),
});

describe('a pasted text', () => {
  it.each([
    ['a fence', '```\n# out\n```'],
    ['a longer fence', `${'`'.repeat(40)}\n@everyone\n${'`'.repeat(41)}`],
    ['tildes', '~~~\n~~~~\nout\n~~~'],
    ['a fence with blanks', '   ```   \n@user'],
    ['a mention', 'ping @torvalds and @github/security'],
    ['references', 'fixes #123, GH-123, a/b#9, !7 and 0a1b2c3d4e5f60718293a4b5c6d7e8f901234567'],
    ['HTML', '<script>alert(1)</script><img src=x onerror=alert(1)><details open>'],
    ['a comment', '<!-- hidden -->\n--> out'],
    ['links and images', '[x](javascript:alert(1)) ![y](https://example.org/?leak) <https://a.b>'],
    ['a quick action', '/close\n/assign @root'],
    ['a heading and a rule', '# big\n---\n| a |\n|---|'],
    ['front matter', '---\ntitle: x\n---'],
    ['line ends of every kind', 'a\r```\rb\u2028```\u2029c\u0085```\u000B```\u000C```'],
    ['backslashes', '\\`\\`\\`\n\\'],
    ['nothing', ' \n\t\n'],
  ])('stays inside: %s', (_, pasted) => {
    expectContained(pasted);
  });

  it('stays inside, whatever it holds', () => {
    fc.assert(
      fc.property(anyText, (pasted) => {
        expectContained(pasted);
      }),
    );
    const piece = fc.constantFrom(
      '`',
      '```',
      '~~~',
      '\n',
      '\r',
      ' ',
      '    ',
      '<',
      '@a',
      '#1',
      '\0',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        expectContained(pieces.join(''));
      }),
      { numRuns: 300 },
    );
  });

  it('is quoted without what nobody sees', () => {
    const quoted = quotation(
      '\u001B[31mRuntimeError\u001B[0m: \u202Egnp\u202C.exe\0\u200B \uD800x\uFEFF',
    );
    expect(quoted).toBe('RuntimeError: gnp.exe x');
  });

  it('is quoted without secrets, names and addresses', () => {
    const token = 'hf_abcdefghijklmnopqrstuvwxyz';
    const quoted = quotation(`File "/home/lin/a.py"\ntoken=${token} lin@example.org 10.1.2.3`);
    expect(quoted).not.toMatch(/lin|abcdef|10\.1/);
    // The text is cut before it is scrubbed: half a token would no longer look like one.
    const replaced = `password=${'x'.repeat(1989)} `.repeat(10);
    expect(quotation(`${replaced}${token}`)).toBe('password=… '.repeat(10).trim());
  });

  it('is cut, however long it is', () => {
    for (const pasted of [
      'x'.repeat(1_000_000),
      ' '.repeat(500_000) + 'x'.repeat(500_000),
      'a\n'.repeat(500_000),
      '`'.repeat(1_000_000),
      '\u001B[31m'.repeat(200_000),
      '😀'.repeat(250_000),
    ]) {
      expect(replyTo(pasted).markdown.length).toBeLessThan(8_000);
      expectContained(pasted);
    }
  });

  it('loses no line of an ordinary message', () => {
    const message = 'Traceback (most recent call last):\n  File "a.py", line 1\n\nValueError: x';
    expect(quotation(message)).toBe(message);
  });
});
