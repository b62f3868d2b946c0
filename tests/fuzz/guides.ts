/** What authors write and runs record: snippets, placeholders, probes, evidence. */
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { agedPackages } from '../../src/lib/evidence/ageing.ts';
import { canonicalRuns } from '../../src/lib/evidence/canonical.ts';
import { hashedTexts } from '../../src/lib/evidence/hashed-text.ts';
import { fixStamp, scenarioStamp } from '../../src/lib/evidence/stamp.ts';
import type { Evidence, Run } from '../../src/lib/evidence/types.ts';
import { inlineParts } from '../../src/lib/inline-code.ts';
import { placeholderFault, placeholderKinds } from '../../src/lib/placeholders/kinds.ts';
import { occurrencesIn, withValues } from '../../src/lib/placeholders/occurrences.ts';
import { decodeProbe } from '../../src/lib/probe/decode.ts';
import { readLine } from '../../src/lib/probe/line.ts';
import { firstSentences } from '../../src/lib/sentences.ts';
import { dedent } from '../../src/lib/snippets/dedent.ts';
import { diffRows } from '../../src/lib/snippets/diff.ts';
import { parseLineRanges } from '../../src/lib/snippets/line-ranges.ts';
import { findRegions } from '../../src/lib/snippets/regions.ts';
import { property, type Property } from './property.ts';
import { jumble, name, text } from './texts.ts';

/** Programs with regions and scenarios, sound and broken. */
const program: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '# region: a',
          '    # region: b/c',
          '# region: __proto__',
          '# endregion',
          '  # endregion',
        ],
        ...['@scenario("fix-a", proves=["a"])', '@scenario(', '    "error/x",', ')', 'def f():'],
        ...['    x = 1', '        y = 2', '\tz = 3', '', '   ', '# a comment', 'import torch'],
      ),
      jumble,
    ),
    { maxLength: 25 },
  )
  .map((lines) => lines.join('\n'));

const placeholder = fc.record({
  kind: fc.constantFrom(...placeholderKinds),
  value: fc.oneof(
    fc.constantFrom('out', 'out/a', 'a', 'aa', '1', '4242', 'Qwen/Qwen3-0.6B'),
    jumble,
  ),
});
const code: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom('"out"', "'out/a'", ' out ', 'cd out', 'layout', '"a"', '"aa"', 'aaa', ' 1 '),
      jumble,
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

const template: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(fc.constantFrom('{a}', '{dtype}', '{constructor}', ' ', 'probe: ', '{}'), jumble),
    {
      maxLength: 6,
    },
  )
  .map((parts) => parts.join(''));
const rule = fc.record({
  line: template,
  when: fc.dictionary(
    fc.constantFrom('a', 'dtype', 'constructor', '__proto__', 'toString'),
    fc.oneof(
      fc.constantFrom('*', '**', '*Norm', 'bf*', 'True'),
      fc.array(jumble, { maxLength: 2 }),
    ),
    { maxKeys: 2 },
  ),
  causes: fc.array(name, { maxLength: 2 }),
});

const day = fc.constantFrom('2026-01-01', '2026-11-24', '2025-12-31', '');
const hash = fc.constantFrom('1', '2');
const scenarioName = fc.constantFrom('fix-a', 'fix-a/b', 'error/x', 'fix-__proto__', '__proto__');
const run: fc.Arbitrary<Run> = fc.record({
  id: name,
  date: day,
  device: fc.constantFrom('CPU', 'NVIDIA H100 80GB HBM3', ''),
  environment: fc.record({
    python: jumble,
    packages: fc.dictionary(name, fc.oneof(fc.constantFrom('2.11.0+cu130', '1.0rc1'), jumble)),
  }),
  preludeSha256: hash,
  scenarios: fc.array(
    fc.record({
      name: scenarioName,
      regions: fc.array(name, { maxLength: 2 }),
      regionSha256: hash,
      outcome: fc.constantFrom('passed', 'failed', 'not-run'),
      scope: fc.constantFrom('end-to-end', 'mechanism'),
      log: jumble,
      seconds: fc.double(),
    }),
    { maxLength: 4 },
  ),
});
const evidence: fc.Arbitrary<Evidence> = fc
  .array(run, { maxLength: 3 })
  .map((runs) => ({ schema: 1, runs, checksum: '' }));

export const guides: readonly Property[] = [
  property('regions are found in any program, whatever its line ends', program, (source) => {
    const found = findRegions(source);
    assert.deepEqual(findRegions(source.replaceAll(/\r?\n/g, '\r\n')), found);
    for (const { code: shown, startLine } of found.regions) {
      assert.ok(shown.trim() !== '' && startLine > 1);
    }
  }),
  property('hashed texts do not depend on line ends', program, (source) => {
    const texts = hashedTexts(source);
    const windows = hashedTexts(source.replaceAll(/\r?\n/g, '\r\n'));
    assert.equal(windows.prelude, texts.prelude);
    for (const scenario of ['fix-a', 'error/x', '__proto__']) {
      assert.equal(windows.scenario(scenario, []), texts.scenario(scenario, []));
      assert.equal(windows.scenario(scenario, ['a']), texts.scenario(scenario, ['a']));
    }
  }),
  property(
    'dedenting twice is dedenting once',
    fc.array(fc.oneof(jumble, fc.constant('  x'))),
    (lines) => {
      const once = dedent(lines);
      assert.equal(once.length, lines.length);
      assert.deepEqual(dedent(once), once);
    },
  ),
  property(
    'a diff holds both files',
    fc.tuple(fc.array(name), fc.array(name)),
    ([before, after]) => {
      const rows = diffRows(before, after);
      const now = rows.flatMap((row) => (row.kind === 'removed' ? [] : [row.after]));
      assert.deepEqual(now, [...after.keys()]);
      const gone = rows.filter(({ kind }) => kind !== 'added').length;
      assert.equal(gone, before.length);
    },
  ),
  property(
    'line ranges are whole numbers, and few',
    fc.oneof(fc.stringMatching(/^[\d,-]{0,24}$/), jumble),
    (ranges) => {
      const lines = parseLineRanges(ranges);
      assert.ok(lines.size <= 1001 * ranges.split(',').length);
      for (const line of lines) assert.ok(Number.isInteger(line));
    },
  ),
  property(
    'placeholders never overlap, and their own values change nothing',
    fc.tuple(code, fc.constantFrom('bash', 'python'), fc.array(placeholder, { maxLength: 4 })),
    ([source, language, placeholders]) => {
      const found = occurrencesIn(source, language, placeholders);
      let last = 0;
      for (const { start, end, placeholder: one } of found) {
        assert.ok(start >= last && end > start);
        assert.equal(source.slice(start, end), one.value);
        last = end;
      }
      const own = new Map(placeholders.map((one) => [one, one.value]));
      assert.equal(withValues(source, language, own), source);
    },
  ),
  property(
    'a value without fault is one plain word',
    fc.tuple(fc.constantFrom(...placeholderKinds), text),
    ([kind, value]) => {
      if (placeholderFault(kind, value) !== null) return;
      assert.ok(value.length <= 200);
      assert.doesNotMatch(value, /["'\\`$\s;&|<>(){}*?!#~\p{Cc}]/u);
      assert.ok(!value.startsWith('-'));
    },
  ),
  property(
    'a probe is read or not, whatever is pasted',
    fc.tuple(text, fc.array(rule)),
    (given) => {
      const [pasted, rules] = given;
      const decoded = decodeProbe(pasted, { rules });
      assert.deepEqual(decodeProbe(pasted.replaceAll(/\r?\n/g, '\r\n'), { rules }), decoded);
      if (decoded?.kind === 'causes') {
        assert.ok(rules.some(({ causes }) => causes === decoded.causes));
      }
    },
  ),
  property(
    'what a probe prints is read back',
    fc.tuple(template, fc.stringMatching(/^[A-Za-z0-9_.]{1,12}$/)),
    ([line, value]) => {
      const facts = readLine(line.replaceAll(/\{[a-z][a-z0-9_]*\}/g, value), line);
      if (facts === null) return;
      for (const fact of Object.values(facts)) assert.doesNotMatch(fact, /\s/);
    },
  ),
  property('stamps are given for any record', fc.tuple(evidence, hash, hash), (given) => {
    const [record, prelude, region] = given;
    const scenarios = new Map([
      ['fix-a', region],
      ['__proto__', region],
    ]);
    for (const id of ['a', '__proto__', '']) {
      const { stamp, variants } = fixStamp({ id }, record, { prelude, scenarios });
      const states = variants.map((variant) => variant.stamp.state);
      assert.ok(states.length === 0 ? stamp.state === 'not-run' : states.includes(stamp.state));
      if (stamp.state !== 'passed') continue;
      assert.equal(stamp.run.preludeSha256, prelude);
      assert.ok(!states.includes('failed') && !states.includes('stale'));
    }
    assert.equal(scenarioStamp('fix-gone', record, { prelude, scenarios }).state, 'not-run');
  }),
  property('the checksum’s text does not depend on the order of keys', evidence, ({ runs }) => {
    const reversed = JSON.parse(JSON.stringify(runs), (_key, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).reverse())
        : value,
    ) as Run[];
    assert.equal(canonicalRuns(reversed), canonicalRuns(runs));
  }),
  property(
    'a run ages by newer releases only',
    fc.tuple(
      run,
      fc.array(
        fc.record({
          version: fc.oneof(fc.constantFrom('2.12.0', '3.0', '2.11.1'), jumble),
          date: day,
        }),
      ),
    ),
    ([one, releases]) => {
      const asked = ['torch', '__proto__', 'constructor'];
      for (const aged of agedPackages(one, new Map(asked.map((key) => [key, releases])), asked)) {
        assert.equal(aged.ran, one.environment.packages[aged.package]);
        assert.ok(aged.since.date > one.date && aged.newest.date > one.date);
      }
    },
  ),
  property(
    'sentences are cut, never changed',
    fc.tuple(text, fc.integer({ min: 1, max: 4 })),
    (given) => {
      const [sentences, most] = given;
      assert.ok(sentences.startsWith(firstSentences(sentences, most)));
      const parts = inlineParts(sentences);
      const shown = parts.map((part) => part.text).join('');
      assert.equal(shown.replaceAll('`', ''), sentences.replaceAll('`', ''));
    },
  ),
];
