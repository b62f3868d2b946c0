/** Inputs of about 200 KB that try to make the finder slow or make it throw. */

const SIZE = 200_000;

function fill(piece: string, size = SIZE): string {
  return piece.repeat(Math.ceil(size / piece.length)).slice(0, size);
}

const ESC = '\u001B';

export const hostileInputs: Readonly<Record<string, () => string>> = {
  'nested quotes': () => fill(`"'`),
  'nested brackets': () => fill('([{<') + fill(')]}>'),
  'nested braces': () => fill('{') + fill('}'),
  'one hundred thousand equal tokens': () => fill('CUDA ', 500_000),
  'equal lines': () => fill('RuntimeError: CUDA error\n'),
  'distinct lines': () =>
    Array.from({ length: 5000 }, (_, i) => `RuntimeError: error number ${i} of many`).join('\n'),
  'distinct words': () =>
    Array.from({ length: 25_000 }, (_, i) => `w${(i * 7919).toString(36)}`).join(' '),
  'misspelt words': () =>
    Array.from({ length: 25_000 }, (_, i) => `memro${String.fromCharCode(97 + (i % 26))}${i}`).join(
      ' ',
    ),
  'words of every template': () =>
    fill('expected all tensors to be on the same device but found at least two out of memory '),
  'almost a match': () => fill('FlashAttention only support fp16 and bf16 data '),
  'almost a match with gaps': () => fill('Target modules x y z not found in the base '),
  'one line': () => fill('abcdefgh'),
  'one line of digits': () => fill('1234567890'),
  'one line of dots': () => fill('1.1.'),
  'one line of underscores': () => fill('_a_b'),
  'one line of slashes': () => fill('/'),
  'one line of backslashes': () => fill('\\'),
  'long path': () => fill('/aaaa'),
  'long address': () => `https://${fill('a/')}`,
  'hex dump': () => fill('0xdeadbeef 00ff '),
  versions: () => fill('torch==2.1.0+cu121 '),
  'ANSI bomb': () => fill(`${ESC}[31m`),
  'unterminated ANSI': () => fill(`${ESC}[`),
  'unterminated OSC': () => fill(`${ESC}]8;;`),
  'lost colours': () => fill('[31m[0m'),
  'unpaired high surrogates': () => fill('\uD800'),
  'unpaired low surrogates': () => fill('\uDC00 '),
  NULs: () => fill('\u0000'),
  'right-to-left marks': () => fill('\u202E\u200F'),
  'zero-width joiners': () => fill('e\u200D'),
  'combining marks': () => fill('e\u0301\u0301\u0301'),
  'expanding ligatures': () => fill('\uFDFA'),
  'full-width letters': () => fill('Ｅｒｒｏｒ：'),
  'carriage returns': () => fill('Loading 10%\r'),
  'blank lines': () => fill('\n'),
  spaces: () => fill(' '),
  'tabs and pipes': () => fill('\t| '),
  prefixes: () => fill('[rank0]: '),
  dates: () => fill('2026-11-24 10:00:00 '),
  frames: () =>
    fill('  File "/a/flash_attn/flash_attn_interface.py", line 1, in flash_attn_func\n'),
  'open frames': () => fill('File "'),
  Han: () => fill('显存不足训练报错'),
  emoji: () => fill('🤗🚀'),
  base64: () => fill('TWFuIGlzIGRpc3Rpbmd1aXNoZWQ'),
  JSON: () => fill('{"loss": 0.1234, "grad_norm": null, "epoch": 0.01}, '),
  'progress bars': () => fill('Epoch 1:  14%|█▍        | 212/1540 [2:08:51<13:26:40, 36.45s/it]'),
};
