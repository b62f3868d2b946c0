import { describe, expect, it } from 'vitest';
import { answer } from '../../../../src/components/finder/full-answer.ts';
import { compile, find, type Signature } from '../../../../src/lib/finder/index.ts';

const blank = {
  nearMisses: [],
  frames: [],
  aliases: [],
  tier: 'specific',
  state: 'written',
} as const;
const signatures: Signature[] = [
  {
    ...blank,
    slug: 'spindle-jam',
    headline: 'SpindleError: spindle jammed at bobbin',
    titles: { en: 'The spindle jams', zh: '纺锤卡住' },
    messages: [{ template: 'spindle jammed at bobbin {n}' }],
    causes: [
      { id: 'lint', frames: [], text: ['lint_filter=False'], versions: {}, gpu: [] },
      { id: 'speed', frames: [], text: ['overdrive=True'], versions: {}, gpu: [] },
    ],
  },
  {
    ...blank,
    slug: 'loom-lost',
    headline: 'LoomError: cannot locate warp shuttle',
    titles: { en: 'The shuttle is lost', zh: '梭子丢失' },
    messages: [{ template: 'cannot locate warp shuttle' }],
    causes: [],
  },
];
const index = compile(signatures);

describe('answer', () => {
  it('brings title, headline and the marked line of the paste', () => {
    const [first] = answer(
      { text: 'x\nSpindleError: spindle jammed at bobbin 7', locale: 'zh' },
      index,
    );
    expect(first).toMatchObject({ slug: 'spindle-jam', group: 'exact', title: '纺锤卡住' });
    const marked = first?.line?.filter((segment) => segment.marked).map(({ text }) => text);
    expect(marked?.join(' ')).toContain('spindle jammed at bobbin');
  });

  it('points a guide to its cause from a paste that prints no message', () => {
    const [first] = answer(
      { text: 'config: overdrive = True', locale: 'en', about: 'spindle-jam' },
      index,
      find,
    );
    expect(first).toMatchObject({ slug: 'spindle-jam', cause: 'speed' });
  });

  it('leaves another error to its own guide', () => {
    const text = 'LoomError: cannot locate warp shuttle\noverdrive=True';
    const [first] = answer({ text, locale: 'en', about: 'spindle-jam' }, index);
    expect(first?.slug).toBe('loom-lost');
  });

  it('is plain data, as a worker must send it', () => {
    const answers = answer({ text: 'spindle jammed at bobbin 7', locale: 'en' }, index);
    expect(structuredClone(answers)).toEqual(answers);
  });
});
