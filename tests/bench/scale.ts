/**
 * `npm run bench scale -- [--guides 1000,5000] [--cases N] [--whole]`: what a question costs where the finder's data
 * are shards, and how often the right guide is among the candidates. Guides are the site's own and synthetic ones.
 * `--whole` asks the whole file too, which takes some minutes. Prints, judges nothing.
 */
import { brotliCompressSync } from 'node:zlib';
import { readCommand } from '../../src/authoring/command.ts';
import { find, openPack, pack, packDetails, type Hit } from '../../src/lib/finder/index.ts';
import { shard } from '../../src/lib/finder/shards/build.ts';
import { candidates } from '../../src/lib/finder/shards/candidates.ts';
import { plan } from '../../src/lib/finder/shards/plan.ts';
import { loadCorpus } from '../eval/corpus.ts';
import { StoredShards } from '../eval/stored-shards.ts';
import { casesOf, type Case } from './scale/cases.ts';
import { wordProfile } from './scale/profile.ts';
import { syntheticSignatures } from './synthetic/signatures.ts';

const { values: options } = readCommand({
  usage: 'npm run bench scale -- [--guides 1000,5000] [--cases N] [--whole]',
  does: "Measures what a question costs where the finder's data are shards.",
  options: {
    guides: { type: 'string', default: '1000,5000' },
    cases: { type: 'string', default: '300' },
    whole: { type: 'boolean', default: false },
  },
});

/** What one question cost and found. */
interface Asked {
  bytes: number;
  requests: number;
  milliseconds: number;
  isCandidate: boolean;
  /** By the whole file: whether the right guide is shown, and whether the first answer is the same. */
  isShown?: boolean;
  isSame?: boolean;
}

const en = { locale: 'en' } as const;
/** The best of some rounds counts: other work on the machine shows less in it. */
const ROUNDS = 3;
const known = new WeakMap<StoredShards, Map<string, number>>();
const real = loadCorpus();
console.log(`real guides: ${wordProfile(real.signatures)}`);
for (const guides of options.guides.split(',').map(Number)) await measure(guides);

async function measure(guides: number): Promise<void> {
  const synthetic = syntheticSignatures(real.signatures, guides - real.signatures.length);
  const signatures = [...real.signatures, ...synthetic.signatures].sort((a, b) =>
    a.slug < b.slug ? -1 : 1,
  );
  console.log(`\n${guides} guides; the synthetic ones: ${wordProfile(synthetic.signatures)}`);
  const [whole, details] = [pack(signatures), packDetails(signatures)];
  const start = performance.now();
  const files = shard(whole, details);
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  const stored = new StoredShards(files);
  const sizes = files.map(({ name }) => sizeOf(stored, name)).sort((a, b) => a - b);
  console.log(
    `${files.length} files in ${seconds} s; brotli: index ${sizeOf(stored, 'signatures')} B, ` +
      `files ${quantile(sizes, 0.5)} B (median) to ${sizes.at(-1)} B`,
  );
  const index = options.whole ? openPack(whole, details) : null;
  const all: Asked[] = [];
  for (const [kind, cases] of casesOf(real, synthetic.examples, Number(options.cases))) {
    const asked: Asked[] = [];
    for (const one of cases) {
      const answer = await ask(one, stored);
      const hits = index && find(one.text, index, en);
      asked.push({ ...answer, ...(hits && compare(hits, answer.hits, one)) });
    }
    print(kind, asked);
    all.push(...asked);
  }
  print('all', all);
}

async function ask({ text, right }: Case, stored: StoredShards): Promise<Asked & { hits: Hit[] }> {
  stored.asked.length = 0;
  await candidates(plan({ text }, stored.index), stored.index, stored);
  const names = ['signatures', ...stored.asked];
  const bytes = names.reduce((sum, name) => sum + sizeOf(stored, name), 0);
  let milliseconds = Infinity;
  let answer = await match(text, stored);
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    answer = await match(text, stored);
    milliseconds = Math.min(milliseconds, performance.now() - start);
  }
  const { slugs, hits } = answer;
  const isCandidate = right.some((slug) => slugs.includes(slug));
  return { bytes, requests: names.length, milliseconds, isCandidate, hits };
}

/** All that the browser does for a question, parsing what came included. */
async function match(text: string, stored: StoredShards) {
  const wanted = plan({ text }, stored.index);
  const { pack: joined, details } = await candidates(wanted, stored.index, stored);
  return { slugs: joined.slugs, hits: find(text, openPack(joined, details), en) };
}

function compare(whole: readonly Hit[], hits: readonly Hit[], { right }: Case) {
  const [first, same] = [whole[0], hits[0]];
  return {
    isShown: whole.some(({ slug }) => right.includes(slug)),
    isSame: first?.slug === same?.slug && first?.group === same?.group,
  };
}

function sizeOf(stored: StoredShards, name: string): number {
  const sizes = known.get(stored) ?? new Map<string, number>();
  known.set(stored, sizes);
  const size = sizes.get(name) ?? brotliCompressSync(stored.json(name)).length;
  sizes.set(name, size);
  return size;
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

function print(kind: string, asked: readonly Asked[]): void {
  const both = (of: (one: Asked) => number, digits: number, unit: string): string => {
    const sorted = asked.map(of).sort((a, b) => a - b);
    const [median, most] = [quantile(sorted, 0.5), quantile(sorted, 0.95)];
    return `${median.toFixed(digits)} / ${most.toFixed(digits)} ${unit}`;
  };
  const share = (of: readonly Asked[], is: (one: Asked) => boolean | undefined): string =>
    `${((100 * of.filter(is).length) / of.length).toFixed(1)} %`;
  const parts = [
    `candidate ${share(asked, ({ isCandidate }) => isCandidate)} of ${asked.length}`,
    both(({ bytes }) => bytes / 1000, 1, 'KB'),
    both(({ requests }) => requests, 0, 'requests'),
    both(({ milliseconds }) => milliseconds, 0, 'ms'),
  ];
  if (options.whole) {
    const shown = asked.filter(({ isShown }) => isShown);
    parts.push(
      `${share(shown, ({ isCandidate }) => isCandidate)} of ${shown.length} that the whole file shows`,
      `same first answer ${share(asked, ({ isSame }) => isSame)}`,
    );
  }
  console.log(`  ${kind.padEnd(24)} ${parts.join('; ')}`);
}
