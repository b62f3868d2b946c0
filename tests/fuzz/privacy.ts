/** What leaves the reader's machine: scrubbed, fenced, bounded. */
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { excerptOf } from '../../src/components/finder/report.ts';
import { upstreamQuery, upstreamSearch } from '../../src/lib/fulltext/upstream.ts';
import { issueAddress } from '../../src/lib/issue-address.ts';
import { fenced, inlineMarkdown, visible } from '../../src/lib/markdown-safe.ts';
import { quotation } from '../../src/lib/reply/quote.ts';
import { issueReply } from '../../src/lib/reply/reply.ts';
import { reporterContext } from '../../src/lib/reply/reporter.ts';
import { scrub } from '../../src/lib/scrub.ts';
import { guide, permalink } from '../unit/reply/guide.ts';
import { property, type Property } from './property.ts';
import { jumble, text } from './texts.ts';

const SECRET = 'a1B2c3D4e5F6g7H8i9J0k1L2m3';
const SECRETS = [
  `hf_${SECRET}`,
  `sk-proj-${SECRET}`,
  `ghp_${SECRET}`,
  `github_pat_${SECRET}`,
  `glpat-${SECRET}`,
  `AKIA${SECRET.toUpperCase()}`,
  `Authorization: Bearer ${SECRET}`,
  `WANDB_API_KEY=${SECRET}`,
  `"api_key": "${SECRET}"`,
  `https://bob:${SECRET}@example.org/x`,
  `/home/${SECRET}/train.py`,
] as const;

/** Beginnings and ends of what the rules know, in any order: where one rule's result is another's input. */
const nearSecret: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          'hf_',
          'sk-',
          'ghp_',
          'eyJ',
          'AKIA',
          'Bearer ',
          'token ',
          'TOKEN',
          'api_key',
          'password',
        ],
        ...['=', ':', ' ', '"', "'", '@', '.', '/', '://', 'http', '\\Users\\', '/home/', 'C:\\'],
        ...['10.0.0.1', '127.0.0.1', 'fe80::1', '::', 'a.b', '…', SECRET, 'abcd1234abcd1234', '\n'],
      ),
      jumble,
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(''));

export const privacy: readonly Property[] = [
  property('scrubbing twice is scrubbing once', fc.oneof(nearSecret, text), (raw) => {
    const once = scrub(raw);
    assert.equal(scrub(once), once);
  }),
  property(
    'a secret on a line of its own never survives',
    fc.tuple(text, fc.constantFrom(...SECRETS), text),
    ([before, secret, after]) => {
      const scrubbed = scrub(`${before}\n${secret}\n${after}`);
      assert.ok(!scrubbed.toLowerCase().includes(SECRET.toLowerCase()), scrubbed);
    },
  ),
  property(
    'a search upstream is a few words without a secret, and its address can be opened',
    fc.tuple(text, fc.constantFrom('', ...SECRETS), text),
    ([before, secret, after]) => {
      const query = upstreamQuery(`${before}\nLoomError: ${secret}\n${after}`);
      assert.ok(!query.toLowerCase().includes(SECRET.toLowerCase()), query);
      assert.ok(query.length <= 600 && query.split(' ').length <= 8, query);
      assert.equal(new URL(upstreamSearch(query)).searchParams.get('q'), query.toWellFormed());
    },
  ),
  property('what is visible is well-formed and stays as it is', text, (raw) => {
    const seen = visible(raw);
    assert.equal(visible(seen), seen);
    assert.ok(seen.isWellFormed());
    assert.doesNotMatch(seen, /[^\P{Cc}\n\t]|[\u202A-\u202E]/u);
  }),
  property('nothing inside a fence ends it', text, (raw) => {
    const [fence = '', ...rest] = fenced(raw, '').split('\n');
    assert.match(fence, /^`{3,}$/);
    assert.equal(rest.pop(), fence);
    assert.ok(rest.every((line) => !line.includes(fence)));
  }),
  property('a sentence keeps its words as Markdown', jumble, (sentence) => {
    assert.ok(inlineMarkdown(sentence).length >= sentence.length);
  }),
  property('quotations and replies are bounded', text, (pasted) => {
    const quoted = quotation(pasted);
    assert.ok(quoted.length <= 1210 && quoted.split('\n').length <= 13);
    assert.equal(visible(quoted), quoted);
    for (const locale of ['en', 'zh'] as const) {
      const context = reporterContext(pasted);
      const reply = issueReply({ locale, guide, permalink, quote: pasted, context });
      assert.ok(reply.markdown.length < 8000 && reply.plain.length < 8000);
      assert.ok(reply.markdown.includes(permalink));
    }
  }),
  property('a report is bounded, and its address can be opened', text, (pasted) => {
    const body = excerptOf(pasted);
    assert.ok(body.length <= 6000, String(body.length));
    const address = issueAddress('https://github.com/a/b', { title: pasted.slice(0, 80), body });
    assert.equal(new URL(address).searchParams.get('body'), body.toWellFormed());
  }),
];
