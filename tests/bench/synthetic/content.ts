/** A content folder with as many guides as asked for: the site's own, and synthetic ones made from them. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seeded } from '../../eval/perturb.ts';
import { modelOf, syntheticGuide, type GuideFiles, type Model } from './guide.ts';
import { englishWords, vocabulary } from './vocabulary.ts';

const SEED = 20_261_124;
const WORDS = 20_000;

/** Writes the content of `from` with `guides` written guides into `to`; returns the slugs of the synthetic ones. */
export function writeSyntheticContent(from: string, to: string, guides: number): string[] {
  cpSync(from, to, { recursive: true });
  rmSync(join(to, 'permalinks.lock'), { force: true });
  const models = readWritten(join(from, 'guides'));
  const random = seeded(SEED);
  const words = vocabulary(englishWords(WORDS, random), random);
  const slugs = Array.from({ length: Math.max(0, guides - models.length) }, (_, at) =>
    `${words.identifier()}-${at}`.replaceAll('_', '-'),
  );
  slugs.forEach((slug, at) => {
    const folder = join(to, 'guides', slug);
    mkdirSync(folder);
    const others = Array.from({ length: 3 }, () => slugs[Math.floor(random() * slugs.length)]!);
    const related = [...new Set(others)].filter((other) => other !== slug);
    const files = syntheticGuide(models[at % models.length]!, { words, random, related });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  });
  return slugs;
}

function readWritten(folder: string): Model[] {
  return readdirSync(folder)
    .sort()
    .flatMap((slug) => modelOf(readFolder(join(folder, slug))) ?? []);
}

function readFolder(folder: string): GuideFiles {
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
}
