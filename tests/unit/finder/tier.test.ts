import { describe, expect, it } from 'vitest';
import { compile, find, findExact } from '../../../src/lib/finder/index.ts';
import { messages, signature } from './signature.ts';

const en = { locale: 'en' } as const;

describe('a wording of another tier than its guide’s', () => {
  const killed = 'Detected 2 oom_kill events in StepId=7.0';
  const closed = 'socketProgress: Connection closed by remote peer node02<58336>';
  const several = compile([
    signature({
      slug: 'killed',
      tier: 'wrapper',
      messages: [
        ...messages('failed (exitcode: -9) local_rank: {n}'),
        { template: 'Detected {count} oom_kill events in StepId={step}', tier: 'specific' },
      ],
    }),
    signature({
      slug: 'nccl',
      messages: [
        ...messages('Error while creating shared memory segment {path}'),
        { template: 'Connection closed by remote peer {address}', tier: 'wrapper' },
      ],
    }),
  ]);
  const told = (text: string): string[] =>
    find(text, several, en).map(({ slug, group, reasons }) =>
      [slug, group, ...reasons.map(({ code }) => code)].join(' '),
    );

  it('names the cause itself, or yields to it, wherever it stands', () => {
    const expected = ['killed exact message', 'nccl likely message wrapper'];
    expect(told(`${killed}\n${closed}`)).toEqual(expected);
    expect(told(`${closed}\n${killed}`)).toEqual(expected);
    expect(findExact(`${closed}\n${killed}`, several).map(({ slug }) => slug)).toEqual(['killed']);
  });

  it('is not raised by a look-alike in the list of another guide', () => {
    const listed = compile([
      signature({
        slug: 'nccl',
        messages: [{ template: 'Connection closed by remote peer {address}', tier: 'wrapper' }],
      }),
      signature({
        slug: 'port',
        messages: messages('The rendezvous port is taken already'),
        nearMisses: [{ template: 'Connection closed by remote peer {address}', guide: 'nccl' }],
      }),
    ]);
    const [first] = find(`${closed}\nThe rendezvous port is taken already`, listed, en);
    expect(first).toMatchObject({ slug: 'port', group: 'exact' });
  });

  it('leaves the others of its guide as they are', () => {
    const segment = 'Error while creating shared memory segment /dev/shm/nccl-1';
    expect(told(`${closed}\n${segment}`)).toEqual(['nccl exact message']);
    expect(told(`failed (exitcode: -9) local_rank: 0\n${closed}`)).toEqual([
      'nccl exact message wrapper',
      'killed exact message wrapper',
    ]);
  });
});
