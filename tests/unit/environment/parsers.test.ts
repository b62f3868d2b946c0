import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readBlocks } from '../../../src/lib/environment/read.ts';
import { formats } from '../../../src/lib/environment/types.ts';

/** What a case must give. Facts are those that matter, not all. */
interface Expected {
  /** Printed by the tool itself, or written after its documentation or source. */
  readonly origin: 'printed' | 'written';
  /** Every block: its format and how many packages it lists. */
  readonly blocks: readonly (readonly [format: string, packages: number])[];
  readonly facts: readonly (readonly [kind: string, name: string, value: string])[];
}

const folder = fileURLToPath(new URL('../../fixtures/environment/', import.meta.url));
const cases = globSync('*/*/input.txt', { cwd: folder })
  .map((path) => dirname(path).replaceAll('\\', '/'))
  .sort()
  .map((name) => ({
    name,
    text: readFileSync(join(folder, name, 'input.txt'), 'utf8'),
    expected: JSON.parse(readFileSync(join(folder, name, 'expected.json'), 'utf8')) as Expected,
  }));

describe('formats', () => {
  it.each(formats)('%s has five cases, one of them malformed', (format) => {
    const own = cases.filter(({ name }) => name.startsWith(`${format}/`));
    expect(own.length).toBeGreaterThanOrEqual(5);
    expect(own.some(({ name }) => /malformed|cut-off/.test(name))).toBe(true);
  });

  it.each(cases)('$name', ({ text, expected }) => {
    const blocks = readBlocks(text);
    const shown = blocks.map(({ format, facts }) => [
      format,
      facts.filter(({ kind }) => kind === 'package').length,
    ]);
    expect(shown).toEqual(expected.blocks);
    const facts = blocks.flatMap((block) => block.facts);
    for (const [kind, name, value] of expected.facts) {
      expect(facts).toContainEqual(expect.objectContaining({ kind, name, value }));
    }
  });

  it.each(cases)('$name: every fact names the line on which it stands', ({ text }) => {
    const lines = text.split(/\r?\n/);
    for (const { facts } of readBlocks(text)) {
      for (const { value, origin } of facts) {
        const line = (lines[origin.line - 1] ?? '').replaceAll('%2B', '+');
        // A build string or a prefix says it in other words.
        const said = value.replace(/^==|\.\*$/g, '').replace('*', '');
        const isSaid = line.replaceAll(/\s/g, '').includes(said.replaceAll(/\s/g, ''));
        expect(isSaid || /cuda\d|cpu/.test(line), `${value} in ${line}`).toBe(true);
      }
    }
  });
});
