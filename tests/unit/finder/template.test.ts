import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkTemplate,
  distinctiveTokens,
  isDistinctive,
  matchesTemplate,
  parseTemplate,
} from '../../../src/lib/finder/index.ts';
import { anyText } from './any-text.ts';

describe('parseTemplate', () => {
  it('reads a wildcard and the text around it', () => {
    expect(parseTemplate('rank {n} failed')).toEqual([
      { kind: 'text', text: 'rank ' },
      { kind: 'hole', name: 'n' },
      { kind: 'text', text: ' failed' },
    ]);
  });

  it.each([
    ['{}', '{}'],
    ['{ name }', '{ name }'],
    ['{1}', '{1}'],
    ["{'shape': 1}", "{'shape': 1}"],
    ['{{name}}', '{name}'],
    ['}} and {{', '} and {'],
    ['open {name', 'open {name'],
  ])('takes other braces literally: %s', (template, text) => {
    expect(parseTemplate(template)).toEqual([{ kind: 'text', text }]);
  });

  it('accepts any string', () => {
    fc.assert(fc.property(anyText, (text) => void parseTemplate(text)));
  });
});

describe('checkTemplate', () => {
  it.each([
    ['', 'empty'],
    ['  \n', 'empty'],
    ['{a}', 'no-text'],
    ['{a}: !', 'no-text'],
    ['failed {a}{b}', 'adjacent-holes'],
  ])('rejects %j', (template, problem) => {
    expect(checkTemplate(template)).toEqual([expect.objectContaining({ problem })]);
  });

  it('accepts a template of several lines', () => {
    expect(checkTemplate('CUDA out of memory.\nTried to allocate {size}')).toEqual([]);
  });
});

describe('matchesTemplate', () => {
  const oom = 'CUDA out of memory. Tried to allocate {size} (GPU {n};';

  it.each([
    [
      'plain',
      oom,
      'RuntimeError: CUDA out of memory. Tried to allocate 2.00 MiB (GPU 0; 8 GiB total',
    ],
    ['other case', oom, 'cuda out of memory. tried to allocate 1 gib (gpu 3; x'],
    ['wrapped over lines', oom, 'CUDA out of\n memory. Tried to\n allocate 2.00 MiB (GPU 0;'],
    [
      'with line prefixes',
      oom,
      '[rank3]: CUDA out of memory. Tried to\n[rank3]: allocate 2.00 MiB (GPU 0;',
    ],
    ['an empty wildcard', 'error {x} in file', 'error in file'],
    [
      'a wildcard inside an identifier',
      'libbitsandbytes_cuda{v}.so not found',
      'libbitsandbytes_cuda118.so not found',
    ],
    [
      'a wildcard before a suffix',
      "cannot import '{m}ForCausalLM'",
      "cannot import 'Qwen3ForCausalLM'",
    ],
    [
      'a wildcard in a path',
      'no file {dir}/adapter_config.json',
      'no file /a/b c/adapter_config.json',
    ],
    [
      'an exception class that the paste lost',
      'ValueError: pad token missing here',
      'pad token missing here',
    ],
    ['full-width punctuation', 'failed: bad header', 'failed：bad header'],
  ])('matches: %s', (_, template, text) => {
    expect(matchesTemplate(template, text)).toBe(true);
  });

  it.each([
    ['another word', oom, 'CUDA out of time. Tried to allocate 2.00 MiB (GPU 0;'],
    ['words in another order', 'out of memory', 'memory of out'],
    ['another number', 'exitcode: 9', 'exitcode: 1'],
    ['a wildcard over more than forty words', 'begin {x} end', `begin ${'word '.repeat(41)} end`],
    ['a wildcard over many lines', 'begin {x} end', `begin\n${'\n'.repeat(12)}end`],
    ['another prefix', 'libfoo{v}.so', 'libbar1.so'],
  ])('does not match: %s', (_, template, text) => {
    expect(matchesTemplate(template, text)).toBe(false);
  });

  it('matches up to forty words in a wildcard', () => {
    expect(matchesTemplate('begin {x} end', `begin ${'word '.repeat(40)} end`)).toBe(true);
  });

  it('finds a later match where the first attempt fails', () => {
    expect(matchesTemplate('load {a} shape {b} done', 'load x shape y load z shape w done')).toBe(
      true,
    );
  });
});

describe('distinctive wording', () => {
  it('leaves out common words', () => {
    expect(distinctiveTokens('RuntimeError: expected scalar type {a}')).toEqual(['scalar']);
  });

  it('accepts a phrase of common words and rejects fewer', () => {
    expect(isDistinctive('no such file or directory')).toBe(true);
    expect(isDistinctive('error {x} failed {y} not found')).toBe(false);
  });
});
