import fc from 'fast-check';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkEnvironment, toMarkdown } from '../../../src/lib/environment/index.ts';
import { evaluateMarker } from '../../../src/lib/environment/pep508/markers.ts';
import { readBlocks } from '../../../src/lib/environment/read.ts';
import { anyText } from '../finder/any-text.ts';
import { data } from './data-table.ts';

const folder = fileURLToPath(new URL('../../fixtures/environment/', import.meta.url));
const texts = globSync('*/*/input.txt', { cwd: folder })
  .sort()
  .map((path) => readFileSync(folder + path, 'utf8'));
const lines = [...new Set(texts.flatMap((text) => text.split(/\r?\n/)))].slice(0, 600);

/** Lines of real reports in any order, with noise between them. */
const jumble = fc
  .array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...lines) }, anyText), { maxLength: 30 })
  .map((parts) => parts.join('\n'));

const factsOf = (text: string) =>
  readBlocks(text).flatMap(({ facts }) =>
    facts.map(({ kind, name, value }) => [kind, name, value]),
  );

describe('whatever is pasted', () => {
  it('the check never throws, and its Markdown is bounded', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, jumble), (text) => {
        const report = checkEnvironment(text, data, 'en');
        expect(toMarkdown(report, 'zh').length).toBeLessThan(12_100);
      }),
      { numRuns: 300 },
    );
  });

  it('line ends do not matter', () => {
    fc.assert(
      fc.property(jumble, (text) => {
        expect(factsOf(text.replaceAll('\n', '\r\n'))).toEqual(factsOf(text));
      }),
    );
  });

  it('two reports one after the other give the facts of both', () => {
    const printed = texts.filter((text) => readBlocks(text).length > 0);
    fc.assert(
      fc.property(fc.constantFrom(...printed), fc.constantFrom(...printed), (one, other) => {
        const joined = factsOf(`${one}\n\n$ next\n\n${other}`);
        expect(joined).toEqual([...factsOf(one), ...factsOf(other)]);
      }),
    );
  });

  it('a marker never throws', () => {
    const words = [
      '(',
      ')',
      'and',
      'or',
      'not',
      'in',
      '==',
      '>=',
      '"3.9"',
      'python_version',
      'extra',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 12 }), (parts) => {
        expect([true, false, 'unknown']).toContain(
          evaluateMarker(parts.join(' '), { python_version: '3.12' }),
        );
      }),
    );
  });
});
