import { join, relative, sep } from 'node:path';
import type { Locale } from '../lib/locale.ts';
import { locales } from '../lib/locale.ts';
import type { GuideData } from '../schemas/guide.ts';
import { guideSchema } from '../schemas/guide.ts';
import { checkGuide } from './check-guide.ts';
import { hashOfFolder, labelOf, listNames, readText } from './content-files.ts';
import type { GuideSource } from './guide-source.ts';
import type { KeptGuides } from './kept-guides.ts';
import { locateYaml } from './located-yaml.ts';
import type { Problem } from './problem.ts';
import { problem, sortProblems } from './problem.ts';
import { readArticle } from './read-article.ts';
import { readEvidence } from './read-evidence.ts';
import { readRegions } from './read-regions.ts';
import { validate } from './validate.ts';

export type { GuideSource } from './guide-source.ts';
export type { RegionSource } from '../lib/snippets/regions.ts';

export interface GuidesRead {
  /** The guides whose `guide.yaml` satisfies its schema, by slug. */
  guides: GuideSource[];
  /** Every folder's name, whether or not the guide in it can be used. */
  slugs: string[];
  problems: Problem[];
  /** What `check-guide.ts` finds in the guides that can be used. */
  findings: Problem[];
}

const guideFiles = ['guide.yaml', 'en.mdx', 'zh.mdx', 'repro.py', 'commands.sh', 'evidence.json'];

/**
 * Reads every guide of `content/guides` and reports all problems of shape at once: files, syntax,
 * schemas, regions and the grammar of articles. What needs several guides or both languages is
 * checked in `check-content.ts`.
 */
export function readGuides(contentDir: string): GuidesRead {
  return new GuideReader(contentDir).read();
}

/** Reads guides and remembers each, until it is told that a file of it has changed. */
export class GuideReader {
  readonly contentDir: string;
  readonly #kept: KeptGuides | undefined;
  readonly #guides = new Map<string, GuideTaken>();

  /** With `kept`, what has not changed since an earlier program read it is not read again. */
  constructor(contentDir: string, kept?: KeptGuides) {
    this.contentDir = contentDir;
    this.#kept = kept;
  }

  read(): GuidesRead {
    const guidesDir = join(this.contentDir, 'guides');
    const entries = listNames(guidesDir);
    const slugs = entries.filter(({ isFolder }) => isFolder).map(({ name }) => name);
    const stray = entries
      .filter(({ isFolder }) => !isFolder)
      .map(({ name }) =>
        problem('unexpected-file', topOf(this.contentDir, join(guidesDir, name)), { name }),
      );
    const read = slugs.map((slug) => this.#guide(slug));
    return {
      guides: read.flatMap(({ guide }) => guide ?? []),
      slugs,
      problems: sortProblems([...stray, ...read.flatMap(({ problems }) => problems)]),
      findings: read.flatMap(({ findings }) => findings),
    };
  }

  /** Has the guide of a changed, new or removed file read again. */
  forget(path: string): void {
    const [slug = ''] = relative(join(this.contentDir, 'guides'), path).split(sep);
    this.#guides.delete(slug);
  }

  #guide(slug: string): GuideTaken {
    const known = this.#guides.get(slug) ?? takeGuide(this.contentDir, slug, this.#kept);
    this.#guides.set(slug, known);
    return known;
  }
}

/** One guide: as it is kept, or read and checked, and then kept where nothing was found. */
export function takeGuide(
  contentDir: string,
  slug: string,
  kept: KeptGuides | undefined,
): GuideTaken & { wasKept: boolean } {
  const dir = join(contentDir, 'guides', slug);
  const hash = hashOfFolder(dir);
  const guide = kept?.read(dir, hash, () => readGuide(contentDir, slug, hash).guide);
  if (guide) return { guide, problems: [], findings: [], wasKept: true };
  const read = readGuide(contentDir, slug, hash);
  const findings = read.guide ? checkGuide(read.guide) : [];
  if (read.guide && read.problems.length + findings.length === 0) kept?.write(read.guide);
  return { ...read, findings, wasKept: false };
}

interface GuideTaken extends GuideRead {
  findings: Problem[];
}

interface GuideRead {
  guide: GuideSource | undefined;
  problems: Problem[];
}

function readGuide(contentDir: string, slug: string, hash: string): GuideRead {
  const dir = join(contentDir, 'guides', slug);
  const names = listNames(dir).map(({ name }) => name);
  const problems = names
    .filter((name) => !guideFiles.includes(name))
    .map((name) => problem('unexpected-file', topOf(contentDir, join(dir, name)), { name }));

  const path = join(dir, 'guide.yaml');
  const file = labelOf(contentDir, path);
  const text = readText(path);
  if (text === undefined)
    problems.push(problem('file-missing', topOf(contentDir, path), { name: 'guide.yaml' }));
  const yaml = locateYaml(file, text ?? '');
  const validated = text === undefined ? undefined : validate(guideSchema, yaml);
  const { regions, problems: regionProblems } = readRegions(contentDir, dir);
  const { evidence, problems: evidenceProblems } = readEvidence(contentDir, dir);
  const { articles, problems: articleProblems } = readArticles(
    contentDir,
    dir,
    validated?.data?.state,
  );
  problems.push(
    ...(validated?.problems ?? []),
    ...regionProblems,
    ...evidenceProblems,
    ...articleProblems,
  );

  const data = validated?.data;
  const at = yaml.at;
  const guide = data && { slug, dir, hash, file, data, articles, regions, evidence, at };
  return { guide, problems };
}

function readArticles(
  contentDir: string,
  dir: string,
  state: GuideData['state'] | undefined,
): { articles: GuideSource['articles']; problems: Problem[] } {
  const articles: GuideSource['articles'] = {};
  const problems: Problem[] = [];
  for (const locale of locales) {
    const name = articleName(locale);
    const place = topOf(contentDir, join(dir, name));
    const text = readText(join(dir, name));
    if (text === undefined) {
      if (state === 'written') problems.push(problem('article-missing', place, { name }));
    } else if (state === 'planned') {
      problems.push(problem('article-of-planned', place, { name }));
    } else {
      const read = readArticle(place.file, locale, text);
      problems.push(...read.problems);
      if (read.article) articles[locale] = read.article;
    }
  }
  return { articles, problems };
}

function articleName(locale: Locale): string {
  return `${locale}.mdx`;
}

function topOf(contentDir: string, path: string): { file: string; line: number; column: number } {
  return { file: labelOf(contentDir, path), line: 1, column: 1 };
}
