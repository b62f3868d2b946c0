import { describe, expect, it } from 'vitest';
import { tokenise } from '../../../src/lib/finder/tokens.ts';

describe('tokenise', () => {
  it.each([
    ['identifiers keep underscores', 'use_dora=True', ['use_dora', 'true']],
    ['dots separate', 'torch.bfloat16', ['torch', 'bfloat16']],
    [
      'short numbers stay',
      'errno 98, exit -9, Xid 802',
      ['errno', '98', 'exit', '9', 'xid', '802'],
    ],
    ['long numbers vanish', 'pid 12345', ['pid']],
    ['sizes and versions vanish', 'torch 2.6.0+cu124 needs 80GB, 256.00 MiB', ['torch', 'needs']],
    ['hex vanishes', 'at 0x7f12ab34 deadbeef01', ['at']],
    ['words of hex letters stay', 'defaced facade', ['defaced', 'facade']],
    ['paths shrink', 'open /a/b/adapter_config.json', ['open', 'adapter_config', 'json']],
    ['Windows paths shrink', 'open C:\\a\\b\\x.dll', ['open', 'x', 'dll']],
    ['one slash is no path', 'bf16/gpu', ['bf16', 'gpu']],
    ['addresses keep host and last part', 'https://hf.co/a/b/x.json', ['hf', 'co', 'x', 'json']],
    [
      'contractions join',
      "doesn't match size of optimizer's group",
      ['doesnt', 'match', 'size', 'of', 'optimizers', 'group'],
    ],
    ['quotes do not join', "module 'torch' has", ['module', 'torch', 'has']],
    ['Han is per character', '显存OOM了', ['显', '存', 'oom', '了']],
  ])('%s', (_, text, tokens) => {
    expect(tokenise(text)).toEqual(tokens);
  });

  it('shortens endless words', () => {
    expect(tokenise('a_'.repeat(5000))[0]!.length).toBeLessThanOrEqual(64);
  });
});
