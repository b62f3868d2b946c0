/**
 * `npm run bench build -- [--guides N] [--runs cold,warm,edit] [--without-pagefind] [--keep] [--profile]`: builds a copy
 * of this repository with synthetic guides and prints what each stage costs. Prints, judges nothing.
 *
 * Social cards are left out: they are drawn once and kept. What one costs is printed by itself.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { readCommand } from '../../src/authoring/command.ts';
import { drawCard } from '../../src/cards/render.ts';
import { root } from '../../scripts/lib/tool.ts';
import { copyRepository } from '../release/support/copies.ts';
import { measure, type Cost, type StageCost } from './build/measure.ts';
import { writeSyntheticContent } from './synthetic/content.ts';

const { values: options } = readCommand({
  usage:
    'npm run bench build -- [--guides N] [--runs cold,warm,edit] [--without-pagefind] [--keep] [--profile]',
  does: 'Builds a copy with synthetic guides and prints what each stage costs.',
  options: {
    guides: { type: 'string', default: '500' },
    runs: { type: 'string', default: 'cold,warm,edit' },
    'without-pagefind': { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
  },
});

/** One page in each language. */
const pages = Number(options.guides) * 2;

/** Everything that a build keeps for the next one. */
const caches = [
  '.astro',
  'dist',
  'node_modules/.astro',
  'node_modules/.vite',
  'node_modules/.cache',
];

/** Stands in for `src/cards/render.ts`: a picture of one pixel. */
const noCards = `const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
export const cardPng = () => Promise.resolve(new Uint8Array(pixel));
`;

const copy = copyRepository('bench');
const content = join(copy, 'content');
rmSync(content, { recursive: true });
const slugs = writeSyntheticContent(join(root, 'content'), content, Number(options.guides));
writeFileSync(join(copy, 'src/cards/render.ts'), noCards);
console.log(
  `${options.guides} guides, ${pages} pages; ${availableParallelism()} processors, load ${loadavg()[0]!.toFixed(1)}`,
);

/** What happens before each kind of run. */
const preparations: Readonly<Record<string, () => void>> = {
  cold: () => {
    for (const cache of caches) rmSync(join(copy, cache), { recursive: true, force: true });
  },
  warm: () => undefined,
  edit: () => {
    const edited = join(content, 'guides', slugs[0] ?? 'cuda-oom', 'en.mdx');
    const text = readFileSync(edited, 'utf8');
    writeFileSync(edited, text.replace('</Principles>', 'One more sentence.\n\n</Principles>'));
  },
};

for (const run of options.runs.split(',')) {
  const prepare = preparations[run];
  if (!prepare) throw new Error(`there is no run ${run}`);
  prepare();
  print(run, await build());
}
if (!options['without-pagefind']) {
  const cost = await measure('pagefind', [tool('pagefind'), '--site', 'dist', '--silent'], copy);
  print('pagefind', [cost]);
}
await printCards();
if (options.keep) console.log(copy);
else rmSync(dirname(copy), { recursive: true });

/** The steps of `scripts/build.ts` before Pagefind, each a program of its own. */
async function build(): Promise<Cost[]> {
  // As `scripts/build.ts` starts it.
  const nodeOptions = ['--max-semi-space-size=64'];
  if (options.profile) nodeOptions.push('--cpu-prof', '--cpu-prof-interval=2000');
  return [await measure('start', [tool('astro'), 'build'], copy, nodeOptions)];
}

function tool(name: string): string {
  const folder = join(root, 'node_modules', name);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    bin: string | Record<string, string>;
  };
  return join('node_modules', name, typeof bin === 'string' ? bin : bin[name]!);
}

function print(run: string, costs: readonly Cost[]): void {
  const stages = costs.flatMap((cost) => cost.stages);
  const sum = (key: 'wall' | 'cpu') => stages.reduce((total, stage) => total + stage[key], 0);
  const total: StageCost = { stage: run, wall: sum('wall'), cpu: sum('cpu') };
  const peak = Math.max(...costs.map((cost) => cost.peak));
  console.log(
    `${row(total)}   peak ${peak.toFixed(0)} MiB, ${(pages / total.wall).toFixed(1)} pages/s, ` +
      `${((total.cpu / pages) * 1000).toFixed(1)} ms of processor a page`,
  );
  for (const stage of stages) console.log(row({ ...stage, stage: `  ${stage.stage}` }));
}

function row({ stage, wall, cpu }: StageCost): string {
  return `${stage.padEnd(12)}${wall.toFixed(1).padStart(8)} s wall${cpu.toFixed(1).padStart(8)} s cpu`;
}

async function printCards(): Promise<void> {
  const card = {
    ...{ site: 'Tracebook 训练报错手册', exception: 'RuntimeError', footer: '2026', seal: '实测' },
    ...{ message: 'Expected all tensors to be on the same device', title: '张量不在同一个设备上' },
  };
  await drawCard(card);
  const before = process.cpuUsage();
  for (let at = 0; at < 10; at += 1) await drawCard({ ...card, message: `${card.message} ${at}` });
  const { user, system } = process.cpuUsage(before);
  console.log(`social card  ${((user + system) / 1e4).toFixed(0)} ms of processor each`);
}
