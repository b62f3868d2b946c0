import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scrub } from '../../src/lib/scrub.ts';
import { anyText } from './finder/any-text.ts';

describe('scrub', () => {
  const secret = 'a1B2c3D4e5F6g7H8i9J0k1L2m3';

  it.each([
    ['Hugging Face', `hf_${secret}`],
    ['OpenAI', `sk-proj-${secret}`],
    ['GitHub classic', `ghp_${secret}`],
    ['GitHub fine-grained', `github_pat_${secret}_${secret}`],
    ['GitLab', `glpat-${secret}`],
    ['AWS', 'AKIAIOSFODNN7EXAMPLE'],
    ['header', `Authorization: Bearer ${secret}`],
    ['environment', `WANDB_API_KEY=${secret}`],
    ['JSON', `{"api_key": "${secret}"}`],
    ['JWT', `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.${secret}`],
  ])('removes a %s token', (_, text) => {
    expect(scrub(`before ${text} after`)).not.toContain(secret.slice(6));
    expect(scrub(`before ${text} after`)).not.toContain('FODNN7EXAMPLE');
    expect(scrub(`before ${text} after`)).toMatch(/^before .* after$/);
  });

  it.each([
    ['/home/alice/train.py', '/home/user/train.py'],
    ['/Users/alice/train.py', '/Users/user/train.py'],
    ['C:\\Users\\alice\\train.py', 'C:\\Users\\user\\train.py'],
    ["PosixPath('/home/alice/.cache')", "PosixPath('/home/user/.cache')"],
  ])('removes the name from %s', (text, expected) => {
    expect(scrub(text)).toBe(expected);
  });

  it('leaves no end of a name or token, however long it is', () => {
    const long = 'a1'.repeat(2500);
    for (const [text, expected] of [
      [`/home/${long}/train.py`, '/home/user/train.py'],
      [`C:\\Users\\${long}\\train.py`, 'C:\\Users\\user\\train.py'],
      [`hf_${long}.`, 'hf_….'],
      [`HF_TOKEN=${long}`, 'HF_TOKEN=…'],
      [`Bearer ${long}`, 'Bearer …'],
    ] as const) {
      expect(scrub(text)).toBe(expected);
    }
  });

  it('removes e-mail addresses and credentials in addresses', () => {
    expect(scrub('ask alice@example.org or ssh://bob:pw@host/x')).toBe('ask …@… or ssh://…@host/x');
  });

  it('removes IP addresses and keeps the loopback', () => {
    expect(scrub('bind to 10.1.2.3:29500 and fe80:0:0:1:2:3:4:5')).toBe(
      'bind to x.x.x.x:29500 and x:x',
    );
    expect(scrub('bind to 127.0.0.1:29500')).toBe('bind to 127.0.0.1:29500');
  });

  it.each([
    'RuntimeError: FlashAttention only support fp16 and bf16 data type',
    'block: [58,0,0], thread: [33,0,0] Assertion `srcIndex < srcSelectDimSize` failed.',
    'c10::Error::Error at std::vector<int>::at',
    'The server socket has failed to bind to [::]:29500 (errno: 98 - Address already in use)',
    'torch 2.6.0, CUDA 12.9, driver 535.86.10',
    'tokenizer.pad_token = tokenizer.eos_token',
  ])('leaves %s alone', (text) => {
    expect(scrub(text)).toBe(text);
  });

  it('never throws and is idempotent', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(scrub(scrub(text))).toBe(scrub(text));
      }),
    );
  });
});
