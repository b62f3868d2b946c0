/** The reader's set-up, search and address. */
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { isLong } from '../../src/components/finder/long-text.ts';
import { endsOf, wholeOf } from '../../src/components/finder/text-ends.ts';
import { queryOf, withQuery } from '../../src/components/finder/query.ts';
import { parseContext, withContext } from '../../src/lib/context/context.ts';
import { contextIn } from '../../src/lib/context/from-text.ts';
import { familyOfCard } from '../../src/lib/context/gpu-aliases.ts';
import { gpuFamilies, trainers } from '../../src/lib/context/ids.ts';
import {
  fuse,
  isCredible,
  markWords,
  plan,
  readExcerpt,
  withoutQuestion,
  wordsOf,
} from '../../src/lib/fulltext/index.ts';
import { property, type Property } from './property.ts';
import { jumble, name, text } from './texts.ts';

/** The part of an address after `?`, sound or not. */
const search: fc.Arbitrary<string> = fc
  .array(
    fc.tuple(
      fc.oneof(fc.constantFrom('with', 'gpu', 'q', '%67pu', '%ff', ''), name),
      fc.oneof(
        fc.constantFrom('trl', 'TRL', 'turing', 't4', 'RTX+4090', '%ff', '%', '%u0041', '<b>'),
        jumble,
        name,
      ),
    ),
    { maxLength: 5 },
  )
  .map((pairs) => `?${pairs.map(([key, value]) => `${key}=${value}`).join('&')}`);

export const reader: readonly Property[] = [
  property('an address gives known choices or none', fc.oneof(search, text), (given) => {
    const { trainer, gpu, ...others } = parseContext(given, familyOfCard);
    assert.deepEqual(others, {});
    assert.ok(trainer === undefined || trainers.includes(trainer));
    assert.ok(gpu === undefined || gpuFamilies.includes(gpu));
  }),
  property('what is written into an address is read from it', search, (given) => {
    const context = parseContext(given, familyOfCard);
    const written = withContext(given, context);
    assert.deepEqual(parseContext(written), context);
    assert.equal(withContext(written, context), written);
    const query = new URLSearchParams(given).get('q');
    assert.equal(new URLSearchParams(written).get('q'), query);
  }),
  property('a query is one bounded line', fc.oneof(search, text), (given) => {
    const query = queryOf(given);
    assert.ok(query.length < 200);
    assert.doesNotMatch(query, /[\n\r]/);
    assert.ok(query.isWellFormed(), JSON.stringify(query));
    assert.equal(queryOf(withQuery(given, query)), query);
  }),
  property('a text shows one card and one trainer at most', text, (pasted) => {
    const shown = contextIn(pasted);
    for (const { sign } of [shown.gpu, shown.trainer].flatMap((one) => one ?? [])) {
      assert.ok(sign !== '' && sign.length < 200, sign);
    }
    assert.deepEqual(contextIn(pasted.replaceAll('\n', '\r\n')), shown);
  }),
  property(
    'a long text is shown by its ends and lost nowhere',
    fc.tuple(text, fc.integer({ min: 1, max: 4000 })),
    (given) => {
      const [piece, times] = given;
      const long = piece.repeat(times).slice(0, 2_000_000);
      if (!isLong(long)) return;
      const ends = endsOf(long, 'en');
      assert.ok(ends.shown.length < 5_200, String(ends.shown.length));
      assert.equal(wholeOf(ends.shown, ends), long);
    },
  ),
  property('searches are few and short', text, (asked) => {
    const steps = plan(asked);
    assert.ok(steps.length <= 3);
    for (const step of steps) {
      assert.ok(step.length > 0 && step.length <= 8);
      for (const query of step) {
        assert.ok(query.length <= 202, query);
        assert.match(query, /[\p{L}\p{N}]/u);
        assert.doesNotMatch(query, /\n/);
      }
    }
  }),
  property('a question without its question words has none left', text, (asked) => {
    const subject = withoutQuestion(asked);
    assert.ok(subject.length <= asked.length);
    assert.doesNotMatch(subject, /[？?]/);
  }),
  property('marked words add up to the text', fc.tuple(text, text), ([shown, asked]) => {
    const segments = markWords(shown, new Set(wordsOf(asked)));
    assert.equal(segments.map((segment) => segment.text).join(''), shown);
    assert.ok(segments.every((segment) => segment.text !== ''));
  }),
  property('an excerpt is text, whatever markup it holds', fc.tuple(jumble, jumble), (parts) => {
    const segments = readExcerpt(`${parts.join('<mark>')}</mark><img src=x onerror=alert(1)>`);
    assert.ok(segments.at(-1)?.text.endsWith('<img src=x onerror=alert(1)>…'));
    assert.ok(segments.every((segment) => segment.text !== ''));
    assert.equal(typeof isCredible(segments, parts[0]), 'boolean');
  }),
  property('joined results are the results, each once', fc.array(fc.array(name)), (searches) => {
    const fused = fuse(searches);
    assert.deepEqual([...fused].sort(), [...new Set(searches.flat())].sort());
  }),
];
