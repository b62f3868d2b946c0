import { describe, expect, it } from 'vitest';
import { find, openPack, pack, packDetails } from '../../../src/lib/finder/index.ts';
import { finderData, shard, type DataFile } from '../../../src/lib/finder/shards/build.ts';
import { candidates } from '../../../src/lib/finder/shards/candidates.ts';
import { checkGuides, checkIndex, checkWords } from '../../../src/lib/finder/shards/check.ts';
import { plan, type Asked } from '../../../src/lib/finder/shards/plan.ts';
import { shardTuning } from '../../../src/lib/finder/shards/tuning.ts';
import type { Signature } from '../../../src/lib/finder/types.ts';
import { costOf, StoredShards } from '../../eval/stored-shards.ts';
import { corpus, messages, signature } from './signature.ts';

/** Guides about a hundred other things, so that the words of `corpus` are rare. */
const others = Array.from({ length: 100 }, (_, at) =>
  signature({ slug: `other-${at}`, messages: messages(`Gadget${at} cannot reach part${at}`) }),
);
const bySlug = (guides: readonly Signature[]): Signature[] =>
  [...guides].sort((a, b) => (a.slug < b.slug ? -1 : 1));
const all = bySlug([...corpus, ...others]);
const files = (guides = all): DataFile[] => shard(pack(guides), packDetails(guides));
const stored = new StoredShards(files());
const ask = (asked: Asked, shards = stored) =>
  candidates(plan(asked, shards.index), shards.index, shards);
const DTYPE = 'RuntimeError: FlashAttention only support fp16 and bf16 data type';
const en = { locale: 'en' } as const;

describe('how the data are sent', () => {
  it('is one file for what fits one', () => {
    expect(finderData(corpus)).toEqual([
      { name: 'signatures', body: pack(corpus) },
      { name: 'details', body: packDetails(corpus) },
    ]);
  });

  it('is shards for more, the same ones for the same guides', () => {
    const many = Array.from({ length: 1500 }, (_, at) =>
      signature({ slug: `guide-${at}`, messages: messages(`Part${at} is missing`.repeat(8)) }),
    );
    const data = finderData(many);
    expect(JSON.stringify(pack(many)).length).toBeGreaterThan(shardTuning.wholeUpTo);
    expect(data[0]!.body).toMatchObject({ guides: 1500 });
    expect(JSON.stringify(finderData(many))).toBe(JSON.stringify(data));
  });

  it('holds every guide once', () => {
    const slugs = files().flatMap(({ name, body }) =>
      name.startsWith('guides-') ? checkGuides(body).pack.slugs : [],
    );
    expect(slugs.sort()).toEqual(all.map(({ slug }) => slug));
  });
});

describe('candidates', () => {
  it.each(all.map(({ slug, headline }) => [slug, headline]))(
    'of its own message hold %s',
    async (slug, headline) => {
      const { pack: joined } = await ask({ text: headline });
      expect(joined.slugs).toContain(slug);
    },
  );

  it.each([
    ['a misspelt word', 'FlashAttenttion supprot', 'flash-attn-dtype'],
    ['the beginning of a word', 'FlashAtten', 'flash-attn-dtype'],
    ['the end of a word', 'shAttention', 'flash-attn-dtype'],
    ['Chinese symptoms', '微调时爆显存怎么办', 'cuda-oom'],
    ['a number inside a word', 'Gadget77 cannot', 'other-77'],
    [
      'a stack without a message',
      'File "/lib/flash_attn/flash_attn_interface.py", line 90, in _flash_attn_forward',
      'flash-attn-dtype',
    ],
  ])('are found by %s', async (_, text, slug) => {
    const { pack: joined } = await ask({ text });
    expect(joined.slugs).toContain(slug);
  });

  const among = (guides: readonly Signature[]): StoredShards =>
    new StoredShards(files(bySlug(guides)));

  it('are found by two words that many guides use, and one of them side by side', async () => {
    const apart = Array.from({ length: 1200 }, (_, at) =>
      signature({
        slug: `apart-${at}`,
        messages: at < 50 ? messages(`Valve ${at} open`, `An ember ${at}`) : messages(`Part${at}`),
      }),
    );
    const one = signature({ slug: 'together', messages: messages('A valve ember') });
    const { pack: joined } = await ask({ text: 'valve ember' }, among([...apart, one]));
    expect(joined.slugs).toContain('together');
  });

  it('of an error come although other guides share more with the hint below it', async () => {
    const hints = Array.from({ length: 60 }, (_, at) =>
      signature({
        slug: `hint-${at}`,
        messages: messages(`Gauge${at} elsewhere reported, consider passing lever, pedal or crank`),
      }),
    );
    const alike = Array.from({ length: 120 }, (_, at) =>
      signature({ slug: `like-${at}`, messages: messages(at % 2 ? `Belt ${at}` : `Torn ${at}`) }),
    );
    const one = signature({ slug: 'torn-belt', messages: messages('belt was torn') });
    const text =
      'RuntimeError: belt was torn\nelsewhere reported, consider passing lever, pedal or crank';
    const { pack: joined } = await ask({ text }, among([...hints, ...alike, one]));
    expect(joined.slugs).toContain('torn-belt');
  });

  it('hold the guide that a text is asked of', async () => {
    const { pack: joined } = await ask({ text: 'use_dora=True', about: 'port-in-use' });
    expect(joined.slugs).toContain('port-in-use');
  });

  it('are asked for in few requests', async () => {
    const shards = new StoredShards(files());
    await ask({ text: all.map(({ headline }) => headline).join('\n') }, shards);
    expect(costOf(shards.asked)).toBeLessThanOrEqual(shardTuning.cost);
    expect(new Set(shards.asked).size).toBe(shards.asked.length);
  });

  it('are none where nothing is asked', async () => {
    const { pack: joined } = await ask({ text: '' });
    expect(joined.slugs).toEqual([]);
    expect(find('', openPack(joined), en)).toEqual([]);
  });
});

describe('answers from shards', () => {
  const whole = openPack(pack(all), packDetails(all));

  it.each([
    DTYPE,
    'FlashAttention supports only fp16 and bf16 data types',
    'FlashAttention only supports Ampere GPUs or newer.',
    'size mismatch for classifier.weight: copying a param with shape torch.Size([0]) from checkpoint',
    '训练时爆显存',
    `${DTYPE}\nuse_dora=True`,
  ])('say of confident guides what the whole file says: %s', async (text) => {
    const { pack: joined, details } = await ask({ text });
    const confident = (index: typeof whole) =>
      find(text, index, en).filter(({ group }) => group !== 'related');
    expect(confident(openPack(joined, details))).toEqual(confident(whole));
  });
});

describe('what does not come', () => {
  const failing = (isFailing: (name: string) => boolean): StoredShards => {
    const shards = new StoredShards(files());
    const { words, guides } = shards;
    const fail = (): Promise<never> => Promise.reject(new Error('status 503'));
    shards.words = (number) => (isFailing(`words-${number}`) ? fail() : words(number));
    shards.guides = (number) => (isFailing(`guides-${number}`) ? fail() : guides(number));
    return shards;
  };

  it('leaves an answer from the rest, which says that it is partial', async () => {
    await ask({ text: DTYPE });
    const [first] = stored.asked.filter((name) => name.startsWith('words-')).slice(-1);
    const shards = failing((name) => name === first);
    const { pack: joined } = await ask({ text: DTYPE }, shards);
    expect(joined.corpus?.isPartial).toBe(true);
    expect(joined.slugs).toContain('flash-attn-dtype');
  });

  it('is a failure where it is everything', async () => {
    const shards = failing((name) => name.startsWith('guides-'));
    await expect(ask({ text: DTYPE }, shards)).rejects.toThrow('status 503');
  });
});

describe('what is no data of the finder', () => {
  const [index, words, guides] = ['signatures', 'words-0', 'guides-0'].map(
    (name) => JSON.parse(stored.json(name)) as Record<string, unknown>,
  );

  it.each([null, 'html', {}, { ...index, wordShards: 0 }, { ...index, owners: [1] }])(
    'is refused as an index: %#',
    (data) => {
      expect(() => checkIndex(data)).toThrow('no index of the finder');
    },
  );

  it.each([null, [], { words: 'a b', guides: [[1]] }, { ...words, guides: 'x' }])(
    'is refused as a shard of words: %#',
    (data) => {
      expect(() => checkWords(data)).toThrow('no shard of words of the finder');
    },
  );

  it.each([null, {}, { ...guides, pack: {} }, { ...guides, owners: null }])(
    'is refused as a shard of guides: %#',
    (data) => {
      expect(() => checkGuides(data)).toThrow('no shard of guides of the finder');
    },
  );

  it('is refused where its counts fit other guides', async () => {
    const cut = files().map(({ name, body }) => ({
      name,
      body: name.startsWith('guides-') ? { ...checkGuides(body), owners: [1, 2] } : body,
    }));
    await expect(ask({ text: DTYPE }, new StoredShards(cut))).rejects.toThrow('another build');
  });
});
