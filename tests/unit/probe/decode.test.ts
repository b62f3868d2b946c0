import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadGuideData } from '../../../src/authoring/signatures.ts';
import { decodeProbe } from '../../../src/lib/probe/decode.ts';
import { readLine } from '../../../src/lib/probe/line.ts';
import type { Probe } from '../../../src/lib/probe/types.ts';

const line = 'tracebook-probe q={q} first={first}';
const probe: Probe = {
  rules: [
    { line, when: { first: ['*Norm', 'Rotary*'] }, causes: ['norm'] },
    { line, when: { q: 'float32' }, causes: ['other', 'third'] },
    { line: 'loss: False None', when: {}, causes: ['cut'] },
  ],
};

describe('a printed line', () => {
  it('gives its facts', () => {
    expect(readLine('tracebook-probe q=float32 first=RMSNorm', line)).toEqual({
      q: 'float32',
      first: 'RMSNorm',
    });
    expect(readLine('a: input b, weight c', '{layer}: input {x}, weight {y}')).toEqual({
      layer: 'a',
      x: 'b',
      y: 'c',
    });
  });

  it.each([
    'tracebook-probe q=float32',
    'tracebook-probe q= first=x',
    'tracebook-probe q=a b first=x',
    'tracebook-probe q=float32 first=x y',
    'x tracebook-probe q=float32 first=x',
    '',
  ])('must be whole: %j', (text) => {
    expect(readLine(text, line)).toBeNull();
  });
});

describe('the output of a probe', () => {
  it('has no fact that was not printed, whatever its name', () => {
    const rules = [{ line: 'a probe ran', when: { toString: '*native*' }, causes: ['wrong'] }];
    expect(decodeProbe('a probe ran', { rules })).toMatchObject({ kind: 'undecided' });
  });

  it('shows the cause of the first rule that fits any line', () => {
    const text =
      'noise\n[rank0]: tracebook-probe q=float32 first=None\r\ntracebook-probe q=float32 first=X.Norm\n';
    expect(decodeProbe(text, probe)).toMatchObject({ kind: 'causes', causes: ['norm'] });
    expect(decodeProbe('tracebook-probe q=float32 first=None', probe)).toMatchObject({
      causes: ['other', 'third'],
      line: 'tracebook-probe q=float32 first=None',
    });
    expect(decodeProbe('loss: False None', probe)).toMatchObject({ causes: ['cut'] });
  });

  it('may be printed as a Python list', () => {
    expect(decodeProbe("['a', 'loss: False None']", probe)).toMatchObject({ causes: ['cut'] });
  });

  it('may decide nothing', () => {
    expect(decodeProbe('tracebook-probe q=bfloat16 first=None', probe)?.kind).toBe('undecided');
  });

  it('may be cut off: the whole line is named', () => {
    expect(decodeProbe('tracebook-probe q=flo', probe)).toEqual({
      kind: 'malformed',
      line: 'tracebook-probe q=flo',
      expected: line,
    });
  });

  it('may be missing', () => {
    expect(decodeProbe('', probe)).toBeNull();
    expect(decodeProbe('RuntimeError: loss: False', probe)).toBeNull();
    expect(decodeProbe('x'.repeat(1_000_000), probe)).toBeNull();
  });
});

/** What probes really printed, by guide, and the causes that it means. */
const content = join(import.meta.dirname, '../../../content');
const printed = [
  ['flash-attn-dtype', 'packed=True first=Embedding', ['kbit-upcast']],
  ['flash-attn-dtype', 'autocast=off grad=True', ['no-mixed-precision']],
  ['flash-attn-dtype', 'autocast=off grad=False', ['outside-autocast']],
  ['flash-attn-dtype', 'weights=float16', ['autocast-mismatch']],
  ['flash-attn-dtype', 'probe q=bfloat16', []],
  ['device-side-assert', 'token ids', ['token-id']],
  ['matmul-dtype-mismatch', 'lm_head: input', ['new-layer', 'kbit']],
  ['loss-nan-fp16', 'FloatingPointError: model', ['fp16-overflow']],
] as const;

describe('a recorded run', () => {
  const guides = loadGuideData(content);
  it.each(printed)('of %s: %s', (slug, part, causes) => {
    const data = guides.find((guide) => guide.slug === slug)?.data;
    const rules = data?.state === 'written' ? data.probe?.rules : undefined;
    const evidence = JSON.parse(
      readFileSync(join(content, 'guides', slug, 'evidence.json'), 'utf8'),
    ) as { runs: { scenarios: { log: string }[] }[] };
    const logged = evidence.runs
      .flatMap(({ scenarios }) => scenarios.flatMap(({ log }) => log.split('\n')))
      .find((one) => one.includes(part));
    const decoded = decodeProbe(logged ?? '', { rules: rules ?? [] });
    expect(decoded?.kind === 'causes' ? decoded.causes : []).toEqual(causes);
    expect(decoded).not.toBeNull();
  });
});
