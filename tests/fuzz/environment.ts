/** The environment check: lists of versions, whatever they hold. */
import fc from 'fast-check';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { root } from '../../scripts/lib/tool.ts';
import { checkEnvironment, contextOfText, toMarkdown } from '../../src/lib/environment/index.ts';
import { evaluateMarker } from '../../src/lib/environment/pep508/markers.ts';
import { parseRequirement } from '../../src/lib/environment/pep508/requirement.ts';
import { readBlocks } from '../../src/lib/environment/read.ts';
import { data } from '../unit/environment/data-table.ts';
import { property, type Property } from './property.ts';
import { jumble, name, text } from './texts.ts';

const MOST_MARKDOWN = 12_100;

const folder = join(root, 'tests/fixtures/environment');
const REPORTS = globSync('*/*/input.txt', { cwd: folder })
  .sort()
  .map((path) => readFileSync(join(folder, path), 'utf8'));
const LINES = [...new Set(REPORTS.flatMap((report) => report.split(/\r?\n/)))].slice(0, 600);
const line = fc.constantFrom(...LINES);

/** Versions of packages, some with names that objects answer to. */
const pin = fc
  .tuple(
    fc.oneof(name, fc.constantFrom('trl', 'unsloth', 'numpy', '__proto__[a]')),
    fc.constantFrom('==', ' ', '        ', ': ', '>=', ' @ ', '=', '    pypi_0    '),
    fc.oneof(fc.constantFrom('1.0.1', '2.6.0+cu124', '99', '1.0rc1', ''), jumble),
  )
  .map((parts) => parts.join(''));

const report = fc
  .array(fc.oneof({ weight: 4, arbitrary: line }, { weight: 2, arbitrary: pin }, jumble), {
    maxLength: 25,
  })
  .map((lines) => lines.join('\n'));

/** Real reports with a package of a strange name at a place where packages stand. */
const spoilt = fc
  .tuple(fc.constantFrom(...REPORTS), name, fc.nat(40))
  .map(([whole, strange, at]) => {
    const words = whole.slice(0, 6000).split(/(?<=\s)(?=[A-Za-z])/);
    return words.map((word, place) => (place % 41 === at ? `${strange} ` : word)).join('');
  });

const factsOf = (pasted: string) =>
  readBlocks(pasted).flatMap(({ facts }) =>
    facts.map((fact) => [fact.kind, fact.name, fact.value]),
  );

export const environment: readonly Property[] = [
  property(
    'any list is checked, and its report is bounded',
    fc.oneof(report, spoilt, text),
    (pasted) => {
      for (const locale of ['en', 'zh'] as const) {
        const checked = checkEnvironment(pasted, data, locale);
        assert.ok(toMarkdown(checked, locale).length < MOST_MARKDOWN);
      }
      assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    },
  ),
  property('line ends change no fact', fc.oneof(report, spoilt), (pasted) => {
    const plain = pasted.replaceAll(/\r\n?/g, '\n');
    assert.deepEqual(factsOf(plain.replaceAll('\n', '\r\n')), factsOf(plain));
  }),
  property(
    'each fact is text, at a line of the paste',
    fc.oneof(report, spoilt, text),
    (pasted) => {
      for (const part of factsOf(pasted).flat() as unknown[]) assert.equal(typeof part, 'string');
    },
  ),
  property('a list shows a known set-up or none', fc.oneof(report, text), (pasted) => {
    assert.doesNotThrow(() => contextOfText(pasted));
  }),
  property('requirements and markers are read or not', fc.oneof(pin, jumble), (written) => {
    const requirement = parseRequirement(written);
    assert.ok(requirement === null || /^[a-z0-9][a-z0-9-]*$/.test(requirement.name), written);
    const known = { python_version: '3.12' };
    assert.ok([true, false, 'unknown'].includes(evaluateMarker(written, known)));
  }),
];
