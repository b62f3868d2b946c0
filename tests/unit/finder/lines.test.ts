import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitLines, stripPrefixes } from '../../../src/lib/finder/lines.ts';

describe('stripPrefixes', () => {
  const message = 'RuntimeError: boom';

  it.each([
    '> ',
    '│ ',
    '[rank3]: ',
    'rank2]: ',
    '[rankN]: ',
    '3: ',
    '(pid=20417) ',
    '(worker pid=611) ',
    '(RayTrainWorker pid=123, ip=10.0.0.1) ',
    '(node1) [rank2]:',
    '2026-11-24 10:11:12,345 ',
    '[2026-11-24T10:11:12Z] ',
    '12-03 08:41:17 ',
    'ERROR 12-03 08:41:17 engine.py:135] ',
    '[E1107 18:25:44.097713620 ProcessGroupNCCL.cpp:616] ',
    'E   ',
    '[rank0]:[E1107 18:25:44.097713620 x.cpp:6] ',
    '[stderr] ',
    '!!! ',
  ])('strips %j', (prefix) => {
    expect(stripPrefixes(prefix + message)).toBe(message);
  });

  it.each([
    'RuntimeError: x',
    'CUDA SETUP: y',
    '--tf32 requires Ampere',
    '802 is a number',
    'torch.Size([0])',
  ])('leaves %s alone', (text) => {
    expect(stripPrefixes(text).replace(/^--/, '')).toBe(text.replace(/^--/, ''));
  });

  it('is idempotent', () => {
    const pieces = fc.constantFrom(
      '[rank0]: ',
      '> ',
      '2026-11-24 10:00:00 ',
      'ERROR ',
      '(pid=1) ',
      'E   ',
      'word',
      ': ',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 6 }), (parts) => {
        const once = stripPrefixes(parts.join(''));
        expect(stripPrefixes(once)).toBe(once);
      }),
    );
  });
});

describe('splitLines', () => {
  it.each([
    ['Python', '  File "/a/b/c.py", line 12, in forward', '/a/b/c.py', 'forward'],
    ['Windows', 'File "D:\\x\\torch\\c.py", line 1, in f', 'D:/x/torch/c.py', 'f'],
    ['misread by a scanner', 'File "/a/c.py", lin 387, in f', '/a/c.py', 'f'],
    ['IPython', 'File /a/c.py:91, in f(x, y)', '/a/c.py', 'f'],
    ['old IPython', '/a/c.py in f(self, x)', '/a/c.py', 'f'],
    ['pybind', '/a/c.py(1252): dropout', '/a/c.py', 'dropout'],
    ['rank prefix', '[rank2]:   File "/a/c.py", line 9, in f', '/a/c.py', 'f'],
    ['module level', 'File "/a/c.py", line 9, in <module>', '/a/c.py', 'module'],
  ])('recognises a frame: %s', (_, text, file, name) => {
    expect(splitLines(text)).toEqual([
      expect.objectContaining({ kind: 'frame', frame: { file, function: name } }),
    ]);
  });

  it('keeps source lines apart and drops carets and traceback headers', () => {
    const lines = splitLines(
      'Traceback (most recent call last):\n  File "/a.py", line 1, in f\n    out = g(\n          ^^\nValueError: x',
    );
    expect(lines.map(({ kind, text }) => [kind, text])).toEqual([
      ['frame', 'File "/a.py", line 1, in f'],
      ['source', 'out = g('],
      ['text', 'ValueError: x'],
    ]);
  });

  it('scans a line of any length to its end', () => {
    const lines = splitLines(`${'x'.repeat(50_000)} RuntimeError: boom`);
    expect(lines.at(-1)!.text).toContain('RuntimeError: boom');
  });

  it('cuts a long line between characters', () => {
    const lines = splitLines(`x${'🤗'.repeat(5000)}`);
    expect(lines.map(({ text }) => text).join('')).toBe(`x${'🤗'.repeat(5000)}`);
    for (const { text } of lines) expect(text.isWellFormed()).toBe(true);
  });
});
