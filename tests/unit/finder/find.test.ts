import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile, find, findExact } from '../../../src/lib/finder/index.ts';
import { anyText } from './any-text.ts';
import { corpus, messages, signature } from './signature.ts';

const index = compile(corpus);
const en = { locale: 'en' } as const;
const hits = (text: string): string[] =>
  find(text, index, en).map(({ slug, group }) => `${slug} ${group}`);
const DTYPE = 'RuntimeError: FlashAttention only support fp16 and bf16 data type';

describe('exact hits', () => {
  it('quotes the pasted line without its prefixes', () => {
    const [first] = find(`Traceback (most recent call last):\n[rank0]: ${DTYPE}\n`, index, en);
    expect(first).toMatchObject({
      slug: 'flash-attn-dtype',
      group: 'exact',
      line: DTYPE,
      state: 'written',
    });
    expect(first!.reasons[0]).toEqual({
      code: 'message',
      text: 'The message matches word for word.',
    });
  });

  it('cuts the quoted line between characters', () => {
    const [first] = find(`${DTYPE} ${'🤗'.repeat(300)}`, index, en);
    expect(first!.line!.length).toBeLessThanOrEqual(300);
    expect(first!.line!.isWellFormed()).toBe(true);
  });

  it('speaks the asked language', () => {
    expect(find(DTYPE, index, { locale: 'zh' })[0]!.reasons[0]!.text).toBe('报错原文逐字匹配。');
  });

  it('finds the deciding line in the middle of a long log', () => {
    const noise = Array.from({ length: 300 }, (_, i) => `step ${i} loss 1.${i}`).join('\n');
    expect(hits(`${noise}\n${DTYPE}\n${noise}`)[0]).toBe('flash-attn-dtype exact');
  });

  it('shows each of several errors, the more telling line first', () => {
    const both = hits(
      `${DTYPE}\nThe server socket has failed to bind to [::]:29500 (errno: 98 - Address already in use)`,
    );
    expect(both.slice(0, 2).sort()).toEqual(['flash-attn-dtype exact', 'port-in-use exact']);
  });

  it('puts a launcher’s wrapper behind the cause', () => {
    const wrapper =
      'ERROR:torch.distributed.elastic.multiprocessing.api:failed (exitcode: 1) local_rank: 0 (pid: 77)';
    expect(hits(`${DTYPE}\n${wrapper}`).slice(0, 2)).toEqual([
      'flash-attn-dtype exact',
      'process-killed likely',
    ]);
    expect(hits(wrapper)[0]).toBe('process-killed exact');
  });

  it('are the first hits of the full answer', () => {
    const exact = findExact(DTYPE, index);
    const [first] = find(DTYPE, index, en);
    expect(exact).toEqual([{ ...first, reasons: [] }]);
  });
});

describe('look-alikes', () => {
  const row = (shape: string): string =>
    `size mismatch for model.embed.weight: copying a param with shape torch.Size([${shape}]) from checkpoint, the shape in current model is torch.Size([32000, 4096])`;

  it('go to their own guide by the number that differs', () => {
    expect(hits(row('0'))[0]).toBe('zero3-size-mismatch exact');
    expect(hits(row('32003, 4096'))[0]).toBe('adapter-size-mismatch exact');
  });

  it('say so only where no message of the guide itself matches', () => {
    const reasons = (text: string) => find(text, index, en)[0]!.reasons.map(({ code }) => code);
    expect(reasons('RuntimeError: FlashAttention only supports Ampere GPUs or newer.')).toEqual([
      'message',
    ]);
    expect(reasons(row('0'))).toEqual(['message']);
    const unlisted = compile([
      signature({ slug: 'a', nearMisses: [{ template: DTYPE, guide: 'b' }] }),
      signature({ slug: 'b' }),
    ]);
    expect(find(DTYPE, unlisted, en)[0]!.reasons.map(({ code }) => code)).toEqual(['look-alike']);
  });

  it('that belong to no guide are not answered', () => {
    const foreign = row('10, 4').replace('model.embed.weight', 'classifier.weight');
    expect(hits(foreign).every((hit) => hit.endsWith('related'))).toBe(true);
  });

  it('that belong to no guide make none of their other lines ours', () => {
    const ports = compile([
      ...corpus.filter(({ slug }) => slug !== 'port-in-use'),
      signature({
        slug: 'port',
        messages: messages('RuntimeError: Address already in use by the rendezvous'),
        nearMisses: [{ template: 'listen EADDRINUSE {address}', guide: null }],
      }),
    ]);
    const answers = (text: string) => find(text, ports, en).map(({ group }) => group);
    const ours = 'Address already in use at rendezvous';
    expect(answers(ours)[0]).toBe('likely');
    expect(answers(`Error: listen EADDRINUSE :::3000\n${ours}`)).not.toContain('likely');
  });
});

describe('inexact hits', () => {
  it.each([
    ['misquoted', 'RuntimeError: FlashATtention only suppports fp16 and bf16 datatype'],
    [
      'full-width',
      'ＲｕｎｔｉｍｅＥｒｒｏｒ：FlashAttention only support fp16 and bf16 data types',
    ],
    [
      'inside Chinese',
      '开了flashAttention就报错：FlashAttention only suport fp16 and bf16 data type，怎么办',
    ],
    ['cut at the end', 'FlashAttention only support fp16 and bf'],
  ])('answer a message that is %s', (_, text) => {
    expect(hits(text)[0]).toMatch(/^flash-attn-dtype (exact|likely)$/);
  });

  it('say that words were read as misspelt', () => {
    const [first] = find('FlashAttenton only suport fp16 and bf16 data type', index, en);
    expect(first!.reasons.map(({ code }) => code)).toContain('spelling');
  });

  it('answer a Chinese description by its alias', () => {
    expect(hits('7B 模型微调爆显存了怎么办')[0]).toMatch(/^cuda-oom/);
  });

  it.each([
    ['how a message begins', 'CUDA out of memory', 'cuda-oom likely'],
    ['what looks like a message, but is an alias', 'NCCL timeout error', 'slow likely'],
  ])('answer %s', (_, text, expected) => {
    const known = compile([
      ...corpus,
      signature({ slug: 'slow', aliases: ['nccl timeout error'] }),
    ]);
    expect(find(text, known, en).map(({ slug, group }) => `${slug} ${group}`)[0]).toBe(expected);
  });

  it('do not take common words for a beginning', () => {
    const known = compile([
      signature({ slug: 'a', messages: messages('You need to install the frobnicator first') }),
    ]);
    expect(find('You need to install', known, en).map(({ group }) => group)).not.toContain(
      'likely',
    );
  });

  it('believe a stack without its message before what is told beside it', () => {
    const frames = `  File "/x/site-packages/flash_attn/flash_attn_interface.py", line 91, in _flash_attn_forward\n    out = fwd(`;
    expect(hits(`爆显存\n${frames}`)[0]).toBe('flash-attn-dtype likely');
  });

  it('answer frames alone, where the message was cut off', () => {
    const frames = `  File "/x/site-packages/flash_attn/flash_attn_interface.py", line 91, in _flash_attn_forward\n    out = fwd(`;
    expect(hits(frames)[0]).toBe('flash-attn-dtype likely');
    expect(hits(`${frames}\nValueError: something else entirely`)[0]).not.toBe(
      'flash-attn-dtype likely',
    );
  });
});

describe('foreign errors', () => {
  it.each([
    "AttributeError: 'NoneType' object has no attribute 'shape'",
    'npm ERR! code ERESOLVE',
    'KeyError: "[\'qty\'] not in index"',
    'RuntimeError: CUDA error: an illegal memory access was encountered',
    '怎么学吉他',
    'hello',
    'CUDA',
    '',
    '   \n\n',
  ])('get no confident answer: %j', (text) => {
    expect(hits(text).filter((hit) => !hit.endsWith('related'))).toEqual([]);
  });
});

describe('causes', () => {
  const satisfies = (version: string, range: string): boolean =>
    version === '2025.3.19' && range === '<2026.7.1';

  it.each([
    ['a flag, whatever its spaces', `${DTYPE}\nuse_dora = True`, 'dora', 'cause-text'],
    ['a version', `${DTYPE}\nunsloth==2025.3.19`, 'dora', 'cause-version'],
    ['a card', `${DTYPE}\nTesla T4`, 'old-card', 'cause-gpu'],
  ])('are ranked by %s', (_, text, cause, code) => {
    const [first] = find(text, index, { ...en, satisfies });
    expect(first!.cause).toBe(cause);
    expect(first!.reasons.map((reason) => reason.code)).toContain(code);
  });

  it('stay open where nothing decides, or two are level', () => {
    expect(find(DTYPE, index, { ...en, satisfies })[0]!.cause).toBeNull();
  });

  it('survive a version that the library rejects', () => {
    const throws = (): never => {
      throw new Error('bad range');
    };
    expect(
      find(`${DTYPE}\nunsloth==1.0`, index, { ...en, satisfies: throws })[0]!.cause,
    ).toBeNull();
  });
});

describe('any input', () => {
  const paste = `Traceback (most recent call last):\n  File "/a/train.py", line 1, in <module>\n    main()\n${DTYPE}`;

  it('never makes it throw', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const hit of find(text, index, en)) expect(hit.score).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('gives the same guides whatever the line ends', () => {
    const answer = hits(paste);
    for (const end of ['\r\n', '\r', '\u2028'])
      expect(hits(paste.replaceAll('\n', end))).toEqual(answer);
  });

  it('gives the same confident guide whatever noise follows', () => {
    const noise = fc.constantFrom(
      'step 12 loss 0.5',
      'wandb: syncing',
      '100%|████| 3/3',
      '',
      'Killing subprocess 8840',
      '~~~~',
    );
    fc.assert(
      fc.property(fc.array(noise, { maxLength: 30 }), (rows) => {
        expect(hits([paste, ...rows].join('\n'))[0]).toBe('flash-attn-dtype exact');
      }),
      { numRuns: 30 },
    );
  });

  it('respects the limit and works without any guide', () => {
    expect(find(DTYPE, index, { ...en, limit: 1 })).toHaveLength(1);
    expect(find(DTYPE, compile([]), en)).toEqual([]);
  });

  it('survives templates that say nothing', () => {
    const odd = compile([
      signature({ slug: 'odd', messages: messages('{a}', '', '!!!', '{a}{b}') }),
    ]);
    expect(find(DTYPE, odd, en).filter(({ group }) => group !== 'related')).toEqual([]);
  });
});
