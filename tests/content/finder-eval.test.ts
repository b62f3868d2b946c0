import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/lib/finder/index.ts';
import { loadCorpus, loadRows } from '../eval/corpus.ts';
import { committedFile, floors, rate } from '../eval/gate.ts';
import { figures, outcomes, type Figures } from '../eval/measure.ts';
import { perturbations } from '../eval/perturb.ts';
import { perturbed } from '../eval/stress.ts';

/** Half a text out of two hundred: below it a figure has not moved. */
const SAME = 0.0025;

describe('the finder on the labelled pastes', () => {
  const index = compile(loadCorpus().signatures);
  const now = figures(outcomes(loadRows('dev'), index));
  const committed = JSON.parse(readFileSync(committedFile, 'utf8')) as Figures;

  it.each(Object.entries(floors))('keeps the floor of %s', (name, floor) => {
    const key = name as keyof Figures;
    if (key === 'falseConfident') expect(rate(now[key], key)).toBeLessThanOrEqual(floor);
    else expect(rate(now[key], key)).toBeGreaterThanOrEqual(floor);
  });

  it.each(Object.keys(committed))('does not fall behind the committed %s', (name) => {
    const key = name as keyof Figures;
    const before = rate(committed[key], key);
    if (key === 'falseConfident') expect(rate(now[key], key)).toBeLessThanOrEqual(before + SAME);
    else expect(rate(now[key], key)).toBeGreaterThanOrEqual(before - SAME);
  });
});

describe('a misspelt message', () => {
  const { signatures, examples } = loadCorpus();

  it.each([
    ['one typo', 0.98],
    ['two typos in one word', 0.93],
  ] as const)('is exact or likely in spite of %s', (name, share) => {
    const tally = perturbed(examples, signatures, { [name]: perturbations[name]! }).get(name)!;
    console.log(
      `finder: ${name}: ${tally.confident} of ${tally.of} sure and right, ${tally.wrong} wrong`,
    );
    expect(tally.confident / tally.of).toBeGreaterThanOrEqual(share);
    expect(tally.wrong / tally.of).toBeLessThanOrEqual(0.005);
  });
});
