/**
 * Prints what the finder does with the labelled pastes: shares per kind, every miss and every false answer.
 * `--stress` adds the checks with changed examples and with knowledge taken away; `--write` commits the figures that
 * the gate compares.
 */
import { writeFileSync } from 'node:fs';
import { readCommand } from '../../src/authoring/command.ts';
import { compile } from '../../src/lib/finder/index.ts';
import { loadCorpus, loadRows, pasteSets } from './corpus.ts';
import { crossValidate } from './cross-validate.ts';
import { committedFile } from './gate.ts';
import {
  figures,
  outcomes,
  rightlyConfident,
  type Figures,
  type Outcome,
  type Share,
} from './measure.ts';
import { guideLeftOut, perturbed, wordingLeftOut, type Tally } from './stress.ts';

const { values: options } = readCommand({
  usage: 'npm run eval -- [--stress] [--write]',
  does: 'Measures how well the finder finds; --stress with less knowledge too, --write commits the figures.',
  options: { stress: { type: 'boolean' }, write: { type: 'boolean' } },
});

const LABELS: Record<keyof Figures, string> = {
  visibleTop1: 'message visible, top-1',
  visibleTop3: 'message visible, top-3',
  hiddenTop1: 'message not visible, top-1',
  chineseTop1: 'Chinese, top-1',
  precision: 'exact + likely, right',
  precisionAll: 'exact + likely, right (all shown)',
  falseConfident: 'uncovered, shown as exact or likely',
};

function percent({ hit, of }: Share): string {
  return of === 0 ? '–' : `${((100 * hit) / of).toFixed(1)} %`;
}

function shorten(text: string, length: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > length ? `${line.slice(0, length)}…` : line;
}

function answers({ hits }: Outcome): string {
  const first = hits
    .slice(0, 3)
    .map(({ slug, group, score }) => `${slug} (${group} ${score.toFixed(2)})`);
  return first.join(', ') || 'nothing';
}

function why(outcome: Outcome): string {
  if (outcome.place === 0) return 'the guide shares too little with the text to be listed';
  const first = outcome.hits[0]!;
  if (first.group !== 'related') return `another guide answers: ${first.reasons[0]?.code ?? ''}`;
  return 'no wording is close; another guide shares more of its words';
}

function printRows(name: string, all: readonly Outcome[]): void {
  console.log(`\n${name}: ${all.length} texts`);
  for (const [key, share] of Object.entries<Share>({ ...figures(all) })) {
    const label = LABELS[key as keyof Figures];
    console.log(`  ${label.padEnd(38)} ${percent(share).padStart(8)}  ${share.hit}/${share.of}`);
  }
  for (const outcome of all) {
    const wrong = outcome.confident.some((hit) => !rightlyConfident(outcome, hit));
    const missed = outcome.covered && outcome.place !== 1;
    if (!missed && !wrong) continue;
    const kind = wrong ? 'FALSE' : 'miss ';
    console.log(
      `  ${kind} ${outcome.row.id} → ${outcome.row.guide ?? 'none'}: ${missed ? why(outcome) : ''}`,
    );
    console.log(`        ${shorten(outcome.row.text, 140)}`);
    console.log(`        found: ${answers(outcome)}`);
  }
}

function printTally(name: string, { top1, top3, confident, wrong, of }: Tally): void {
  const cells = [top1, top3, confident, wrong].map((hit) => percent({ hit, of }).padStart(8));
  console.log(`  ${name.padEnd(28)}${cells.join('')}`);
}

const { signatures, examples } = loadCorpus();
const index = compile(signatures);
const dev = outcomes(loadRows('dev'), index);
printRows('dev', dev);
for (const name of pasteSets.slice(1)) printRows(name, outcomes(loadRows(name), index));

console.log('\ncut-offs chosen without the fold that they are judged on');
for (const { name, figures: judged } of crossValidate(loadRows('dev'), index)) {
  console.log(
    `  ${name.padEnd(38)} precision ${percent(judged.precision)}, false ${percent(judged.falseConfident)}`,
  );
}

if (options.stress) {
  console.log(
    `\n${examples.length} printed examples${' '.repeat(13)}top-1   top-3 confident  wrong`,
  );
  for (const [name, tally] of perturbed(examples, signatures)) printTally(name, tally);
  printTally('wording unknown', wordingLeftOut(examples, signatures));
  printTally('guide unknown', guideLeftOut(examples, signatures));
}

if (options.write) {
  writeFileSync(committedFile, `${JSON.stringify(figures(dev), null, 2)}\n`);
}
