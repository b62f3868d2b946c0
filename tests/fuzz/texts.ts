/** Texts as readers, attackers and broken terminals produce them. */
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lib/tool.ts';
import { anyText } from '../unit/finder/any-text.ts';

const ESC = '\u001B';

/** Pieces that some stage treats in a way of its own. */
const PIECES = [
  ...[' ', '    ', '\t', '\n', '\r', '\r\n', '\u2028', '\u0085', '\u3000', '\u00A0', '\u200B'],
  ...[ESC, `${ESC}[31m`, `${ESC}[`, `${ESC}]8;;`, '\u0007', '[0m', '[31', 'm', '\u0000', '\uFEFF'],
  ...[
    '\uD800',
    '\uDC00',
    '🤗',
    'e\u0301',
    '\u0344',
    'ﬁ',
    '\uFDFA',
    'Ｅｒｒｏｒ：',
    '\u202E',
    '\uE000',
  ],
  ...['‘', '’', '“', '”', '`', '```', '~~~', '"', "'", '«', '、', '。', '：', '（'],
  ...['{', '}', '{{', '}}', '{name}', '{a}{b}', '{__proto__}', '[', ']', '(', ')', '<', '>', '|'],
  ...['/', '\\', '//', 'C:\\', '~/', '...', 'https://', 'file.py', '.so', ':', ';', ',', '=', '=='],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'then', 'prototype'],
  ...['[rank0]: ', '(pid=1) ', '2026-11-24 10:00:00 ', 'ERROR ', 'E   ', '3: ', '> ', '│ ', '!!! '],
  ...['Traceback (most recent call last):', '  File "a/b.py", line 1, in f', '    x = y()', '^^^^'],
  ...['RuntimeError: ', 'ValueError', 'CUDA error', 'out of memory', 'exitcode: -9', 'T4', 'H100'],
  ...['torch==2.1.0+cu121', 'unsloth 2025.3.19', '0xdeadbeef', '1.5GB', '802', '12345', '98'],
  ...['显存不足', '怎么解决', '训练', '报错', 'OOM', '?', '？', '!', '…', '\u00B4', '\u0301'],
] as const;

const ROWS = readFileSync(join(root, 'tests/fixtures/pastes/dev.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((row) => (JSON.parse(row) as { text: string }).text);
const LINES = [...new Set(ROWS.flatMap((text) => text.split(/\r?\n/)))].filter(
  (line) => line.trim() !== '' && line.length < 400,
);

/** Pieces and characters in any order. */
export const jumble: fc.Arbitrary<string> = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...PIECES) }, anyText), { maxLength: 40 })
  .map((parts) => parts.join(''));

/** One line of a real paste. */
export const realLine: fc.Arbitrary<string> = fc.constantFrom(...LINES);

/** Lines of real pastes in any order, some spoilt, with noise between them. */
export const paste: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: realLine },
      { weight: 2, arbitrary: jumble },
      fc.tuple(realLine, jumble, fc.nat(80)).map(([line, noise, at]) => {
        return line.slice(0, at) + noise + line.slice(at);
      }),
    ),
    { maxLength: 12 },
  )
  .map((lines) => lines.join('\n'));

/** Anything that may be put into a field. */
export const text: fc.Arbitrary<string> = fc.oneof(anyText, jumble, paste);

/** Words that objects of JavaScript answer to, among ordinary names. */
export const name: fc.Arbitrary<string> = fc.constantFrom(
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'valueOf'],
  ...['torch', 'dtype', 'a', 'state', 'flash-attn', 'transformers'],
);
