import { describe, expect, it } from 'vitest';
import {
  placeholderFault,
  placeholderKinds,
  type Placeholder,
} from '../../../src/lib/placeholders/kinds.ts';
import { occurrencesIn, withValues } from '../../../src/lib/placeholders/occurrences.ts';

const model: Placeholder = { kind: 'model', value: 'org/model' };
const out: Placeholder = { kind: 'folder', value: 'out' };
const process: Placeholder = { kind: 'process', value: '3037' };

describe('a value', () => {
  it.each([
    'Qwen/Qwen3-0.6B',
    './my-model',
    '/content/drive/MyDrive/m',
    'C:/models/a',
    '我的模型/v1',
  ])('may be %s', (value) => {
    expect(placeholderFault('model', value)).toBeNull();
  });

  it.each([
    ['', 'empty'],
    ['a\nb', 'lines'],
    ['x'.repeat(201), 'long'],
    ['my "model"', 'characters'],
    ["it's", 'characters'],
    ['C:\\models', 'characters'],
    ['$(rm -rf x)', 'characters'],
    ['a;b', 'characters'],
    ['two words', 'characters'],
    ['-rf', 'characters'],
    ['{name}', 'characters'],
  ])('must not be %j', (value, fault) => {
    expect(placeholderFault('folder', value)).toBe(fault);
  });

  it('is a number where a process is meant', () => {
    expect(placeholderFault('process', '4242')).toBeNull();
    expect(placeholderFault('process', '42x')).toBe('digits');
  });

  it('never ends the string or the word that it stands in', () => {
    for (const character of [
      '"',
      "'",
      '\\',
      '`',
      '$',
      ' ',
      ';',
      '&',
      '|',
      '<',
      '>',
      '(',
      '*',
      '\t',
    ]) {
      for (const kind of placeholderKinds) {
        expect(placeholderFault(kind, `1${character}1`), `${kind} ${character}`).not.toBeNull();
      }
    }
  });
});

describe('occurrences', () => {
  const textsOf = (code: string, language: 'python' | 'bash', all: Placeholder[]) =>
    occurrencesIn(code, language, all).map(({ start, end }) => code.slice(start, end));

  it('in Python begin a string and end it, or go on below it', () => {
    const code = 'load("org/model")\nargs(output_dir="out")\nload("out/checkpoint-4")\nout = 1';
    expect(textsOf(code, 'python', [model, out])).toEqual(['org/model', 'out', 'out']);
  });

  it('are no part of another name', () => {
    expect(
      textsOf('"org/model-2" "my-org/model" "layout" "out.txt"', 'python', [model, out]),
    ).toEqual([]);
  });

  it('in a shell may be words', () => {
    expect(textsOf('kill 3037 # not 30371\ncd out && ls out/x', 'bash', [process, out])).toEqual([
      '3037',
      'out',
      'out',
    ]);
  });

  it('do not overlap: the longer counts', () => {
    const longer: Placeholder = { kind: 'folder', value: 'out/best' };
    expect(textsOf('"out/best/a"', 'python', [out, longer])).toEqual(['out/best']);
  });

  it('do not overlap behind one that was left out either', () => {
    const folder = (value: string): Placeholder => ({ kind: 'folder', value });
    const all = [folder('a "b" "c'), folder('b'), folder('c" d')];
    expect(textsOf('"a "b" "c" d"', 'python', all)).toEqual(['a "b" "c']);
  });

  it('of nothing are nowhere', () => {
    expect(textsOf('load("")', 'python', [{ kind: 'folder', value: '' }])).toEqual([]);
  });
});

it('other values take their places and nothing else changes', () => {
  const code = 'load("org/model")  # org/model\nsave("out", layout)\n';
  const values = new Map([
    [model, 'my/other'],
    [out, '/data/run 1'],
  ]);
  expect(withValues(code, 'python', values)).toBe(
    'load("my/other")  # org/model\nsave("/data/run 1", layout)\n',
  );
  expect(withValues(code, 'python', new Map())).toBe(code);
});
