/** The finder: cleaning, lines, tokens, templates, answers. */
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { root } from '../../scripts/lib/tool.ts';
import { loadSignatures } from '../../src/authoring/signatures.ts';
import { splitLines, stripPrefixes } from '../../src/lib/finder/lines.ts';
import { matchLiteral, tokenStream } from '../../src/lib/finder/literal.ts';
import {
  checkTemplate,
  clean,
  compile,
  distinctiveTokens,
  find,
  findCauses,
  findExact,
  isDistinctive,
  matchesTemplate,
  parseTemplate,
  type Signature,
} from '../../src/lib/finder/index.ts';
import { tokenise } from '../../src/lib/finder/tokens.ts';
import { compileTemplate } from '../../src/lib/finder/wording.ts';
import { property, type Property } from './property.ts';
import { jumble, name, paste, realLine, text } from './texts.ts';

const MAX_LINE = 4000;
const MAX_SHOWN = 300;
const MAX_HITS = 8;

const index = compile(loadSignatures(join(root, 'content')));
const options = { locale: 'en' } as const;
const answers = (pasted: string) =>
  find(pasted, index, options).map(({ slug, group, cause, line }) => ({
    slug,
    group,
    cause,
    line,
  }));

/** Guides that nobody wrote: every text of theirs is noise. */
const signature: fc.Arbitrary<Signature> = fc.record({
  slug: fc.oneof(name, fc.string()),
  state: fc.constantFrom('written', 'planned'),
  tier: fc.constantFrom('specific', 'generic', 'wrapper'),
  headline: text,
  titles: fc.record({ en: jumble, zh: jumble }),
  messages: fc.array(fc.record({ template: fc.oneof(jumble, realLine) }), { maxLength: 3 }),
  nearMisses: fc.array(fc.record({ template: jumble, guide: fc.option(name) }), { maxLength: 2 }),
  frames: fc.array(fc.record({ file: jumble, function: name }), { maxLength: 2 }),
  aliases: fc.array(jumble, { maxLength: 3 }),
  causes: fc.array(
    fc.record({
      id: name,
      frames: fc.array(fc.record({ file: jumble, function: name }), { maxLength: 2 }),
      text: fc.array(jumble, { maxLength: 2 }),
      versions: fc.dictionary(name, jumble, { maxKeys: 2 }),
      gpu: fc.subarray(['turing', 'ampere'] as const).map((gpus) => [...gpus]),
    }),
    { maxLength: 3 },
  ),
});

export const finder: readonly Property[] = [
  property('cleaning twice is cleaning once, and leaves nothing unseen', text, (raw) => {
    const cleaned = clean(raw);
    assert.equal(clean(cleaned), cleaned);
    assert.doesNotMatch(cleaned, /[^\P{Cc}\n]|[\u200B-\u200F\u202A-\u202E]/u);
    assert.ok(cleaned.isWellFormed());
  }),
  property('cleaning never makes a text much longer', text, (raw) => {
    // The longest compatibility form that is kept has 18 characters, most have one.
    assert.ok(clean(raw).length <= 18 * raw.length);
  }),
  property('prefixes of a line are gone after one pass', fc.oneof(jumble, realLine), (line) => {
    const stripped = stripPrefixes(line);
    assert.equal(stripPrefixes(stripped), stripped);
    assert.ok(stripped.length <= line.length);
  }),
  property('lines are bounded, ordered and whole', text, (raw) => {
    const lines = splitLines(clean(raw));
    let last = 0;
    for (const line of lines) {
      assert.ok(line.text.trim() !== '' && line.text.length <= MAX_LINE);
      assert.ok(line.text.isWellFormed());
      assert.ok(line.index >= last);
      last = line.index;
      assert.equal(line.kind === 'frame', line.frame !== null);
    }
  }),
  property(
    'a huge line is cut between characters',
    fc.tuple(jumble, fc.nat(2)),
    ([piece, more]) => {
      const line = clean(piece).replaceAll('\n', ' ').trim() || 'x';
      const times = Math.ceil((MAX_LINE * (more + 1)) / line.length);
      const lines = splitLines(`a${line.repeat(times)}`);
      for (const { text: part } of lines) {
        assert.ok(part.length <= MAX_LINE);
        assert.ok(part.isWellFormed());
      }
    },
  ),
  property('tokens are short, lower-case and no more than characters', text, (raw) => {
    const cleaned = clean(raw);
    const tokens = cleaned.split('\n').flatMap(tokenise);
    assert.ok(tokens.length <= cleaned.length);
    for (const token of tokens) {
      assert.ok(token !== '' && token.length <= 64, token);
      assert.doesNotMatch(token, /\s/);
    }
  }),
  property('every string is a template', fc.oneof(jumble, realLine), (template) => {
    for (const part of parseTemplate(template)) {
      assert.ok(part.kind === 'text' ? part.text !== '' : /^[A-Za-z_]+$/.test(part.name));
    }
    assert.ok(checkTemplate(template).every(({ offset }) => offset <= template.length));
    assert.equal(typeof isDistinctive(template), 'boolean');
    for (const word of distinctiveTokens(template)) assert.ok(word.length > 2);
  }),
  property('escaped text is a template of itself', fc.oneof(jumble, realLine), (literal) => {
    const escaped = literal.replaceAll(/[{}]/g, '$&$&');
    const parts = parseTemplate(escaped);
    assert.equal(parts.map((part) => (part.kind === 'text' ? part.text : '')).join(''), literal);
  }),
  property(
    'a template finds itself in any surroundings',
    fc.tuple(realLine, text, text),
    (given) => {
      const [line, before, after] = given;
      const template = line.replaceAll(/[{}]/g, '$&$&');
      if (!matchesTemplate(template, line)) return; // Nothing but frames, prefixes or numbers.
      assert.ok(matchesTemplate(template, `${before}\n\n${line}\n\n${after}`));
    },
  ),
  property(
    'matching looks at each word a bounded number of times',
    fc.tuple(jumble, paste),
    (given) => {
      const [template, pasted] = given;
      const compiled = compileTemplate(template);
      const stream = tokenStream(splitLines(clean(pasted)));
      let looks = 0;
      const tokens = new Proxy(stream.tokens, {
        get: (target, key) => {
          if (typeof key === 'string' && /^\d+$/.test(key)) looks += 1;
          return Reflect.get(target, key) as unknown;
        },
      });
      matchLiteral(compiled, { ...stream, tokens });
      const most = 2 * (stream.tokens.length + 1) * (compiled.pieces.length + 1) * 41;
      assert.ok(looks <= most, `${looks} looks for ${stream.tokens.length} words`);
    },
  ),
  property('answers are bounded and well-formed', text, (pasted) => {
    const hits = find(pasted, index, options);
    assert.ok(hits.length <= MAX_HITS);
    assert.equal(new Set(hits.map(({ slug }) => slug)).size, hits.length);
    const order = hits.map(({ group }) => ['exact', 'likely', 'related'].indexOf(group));
    assert.deepEqual(
      order,
      order.toSorted((a, b) => a - b),
    );
    for (const { score, line } of hits) {
      assert.ok(score > 0 && score <= 1, String(score));
      assert.ok((line?.length ?? 0) <= MAX_SHOWN);
      assert.ok(line?.isWellFormed() ?? true, JSON.stringify(line));
    }
  }),
  property('line ends, blank lines and spaces at the ends change no answer', paste, (pasted) => {
    const plain = clean(pasted);
    const expected = answers(plain);
    assert.deepEqual(answers(plain.replaceAll('\n', '\r\n')), expected);
    assert.deepEqual(answers(plain.replaceAll('\n', '  \n')), expected);
    assert.deepEqual(answers(`\n\n${plain}\n \n\n`), expected);
    assert.deepEqual(answers(`\uFEFF${plain}\u0000\u200B`), expected);
  }),
  property('the quick answer is the beginning of the full one', paste, (pasted) => {
    const all = find(pasted, index, options).filter(({ group }) => group === 'exact');
    const quick = findExact(pasted, index).map(({ slug }) => slug);
    for (const slug of all.slice(0, quick.length).map((hit) => hit.slug)) {
      assert.ok(quick.includes(slug), `${slug} is missing among ${quick.join(', ')}`);
    }
  }),
  property(
    'no guide makes the finder throw',
    fc.tuple(fc.array(signature, { maxLength: 4 }), text),
    ([signatures, pasted]) => {
      const own = compile(signatures);
      const satisfies = (): never => {
        throw new Error('no range');
      };
      const hits = find(pasted, own, { locale: 'zh', satisfies });
      for (const { slug } of hits) assert.ok(signatures.some((one) => one.slug === slug));
      for (const { causes } of signatures) {
        for (const { id } of findCauses(pasted, causes, { locale: 'en', satisfies })) {
          assert.ok(causes.some((cause) => cause.id === id));
        }
      }
      assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    },
  ),
];
