import { describe, expect, it } from 'vitest';
import { upstreamQuery, upstreamSearch } from '../../../src/lib/fulltext/index.ts';

describe('what is asked upstream', () => {
  it.each([
    [
      'the words of the deciding line that others have too',
      'step 1\n[rank0]: LoomError: shuttle 0x7f3a of /home/lin/loom lost (code 17), retry=False\nbye',
      'LoomError shuttle of lost code retry False',
    ],
    [
      'names in quotes',
      "AttributeError: 'Loom' object has no attribute 'warp_fn.x'",
      'AttributeError Loom object has no attribute warp_fn.x',
    ],
    [
      'no token',
      'LoomError: refused Bearer abcdefghijklmnopqrstuvwxyz',
      'LoomError refused Bearer',
    ],
    ['nothing of a description in Chinese', '训练卡住了 Error', ''],
    ['nothing of nothing', ' \n', ''],
  ])('%s', (_name, text, query) => {
    expect(upstreamQuery(text)).toBe(query);
  });

  it('is short whatever the line holds', () => {
    const query = upstreamQuery(`LoomError: ${'warp weft '.repeat(9_999)}`);
    expect(query.split(' ')).toHaveLength(8);
  });

  it('becomes the address of a search, sent by nobody', () => {
    const { searchParams } = new URL(upstreamSearch('LoomError a&b'));
    expect(Object.fromEntries(searchParams)).toEqual({ q: 'LoomError a&b', type: 'issues' });
  });
});
