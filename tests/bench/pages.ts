/**
 * `npm run bench pages -- [--runs N] [--only lighthouse,interactions]`: what Lighthouse says of the
 * pages on a phone, and how soon a slow processor shows that an input was heard. Serves `dist` with
 * its headers, compressed. Prints, judges nothing; other work on the machine makes all of it worse.
 */
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { readCommand } from '../../src/authoring/command.ts';
import { startServer } from '../../scripts/lib/running-server.ts';
import { createSiteServer } from '../../scripts/lib/site-server.ts';
import { root, runNode } from '../../scripts/lib/tool.ts';
import { audit, type Audit, categories } from './pages/lighthouse.ts';
import { interactions, type Reaction, SHORTEST, startReader } from './pages/interactions.ts';

const { values: options } = readCommand({
  usage: 'npm run bench pages -- [--runs N] [--only lighthouse,interactions]',
  does: 'Measures built pages on a phone, and how soon a slow processor answers.',
  options: {
    runs: { type: 'string', default: '3' },
    only: { type: 'string', default: 'lighthouse,interactions' },
  },
});
const runs = Number(options.runs);

const paths = ['en', 'zh'].flatMap((locale) =>
  ['', 'guides/flash-attn-dtype/', 'find/', 'environment/'].map((page) => `/${locale}/${page}`),
);

/** The middle of some numbers. */
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/** Asks several times, one after the other. */
async function several<Answer>(ask: () => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  while (answers.length < runs) answers.push(await ask());
  return answers;
}

const load = (): string => `load ${loadavg()[0]!.toFixed(1)}`;
const row = (name: string, cells: readonly string[]): void => {
  console.log([name.padEnd(34), ...cells.map((cell) => cell.padStart(15))].join(''));
};

function printAudits(path: string, audits: readonly Audit[]): void {
  const scores = categories.map((_, at) => {
    const values = audits.map((one) => one.scores[at]!);
    return `${median(values)} (${Math.min(...values)})`;
  });
  const of = (key: 'largestPaint' | 'blocked' | 'layoutShift' | 'bytes', digits = 0) =>
    median(audits.map((one) => one[key])).toFixed(digits);
  row(path, [...scores, of('largestPaint'), of('blocked'), of('layoutShift', 3), of('bytes')]);
  console.log(`  ${load()}; largest: ${audits[0]!.largestElement}`);
  for (const line of new Set(audits.flatMap(({ shortcomings }) => shortcomings)))
    console.log(`  short of: ${line}`);
}

async function printLighthouse(origin: string): Promise<void> {
  console.log(`Lighthouse as on a phone, median (least) of ${runs}; milliseconds, bytes`);
  row('', [...categories, 'largest paint', 'blocked', 'layout shift', 'bytes']);
  for (const path of paths) printAudits(path, await several(() => audit(origin + path)));
}

async function printInteractions(origin: string): Promise<void> {
  console.log(
    `Input to next paint, CPU 4× slower, best / median / worst of ${runs}; milliseconds, 0 is below ${SHORTEST}`,
  );
  row('', ['next paint', 'its handlers', 'longest task']);
  const reader = await startReader(origin);
  try {
    for (const one of interactions) {
      const reactions = await several(() => reader.react(one));
      const of = (key: keyof Reaction) => {
        const values = reactions.map((reaction) => reaction[key]);
        const [best, middle, worst] = [Math.min(...values), median(values), Math.max(...values)];
        return [best, middle, worst].map((value) => value.toFixed(0)).join(' / ');
      };
      const cells = [of('nextPaint'), of('handlers'), of('longestTask'), load()];
      row(`${one.path.slice(0, 4)} ${one.name}`, cells);
    }
  } finally {
    await reader.close();
  }
}

process.exitCode = await runNode(['scripts/compress.ts']);
if (process.exitCode === 0) {
  const { origin, stop } = await startServer(createSiteServer(join(root, 'dist')));
  try {
    if (options.only.includes('interactions')) await printInteractions(origin);
    if (options.only.includes('lighthouse')) await printLighthouse(origin);
  } finally {
    await stop();
  }
}
