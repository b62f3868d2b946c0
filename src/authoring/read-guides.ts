import { join, relative, sep } from 'node:path';
import type { Locale } from '../lib/locale.ts';
import { locales } from '../lib/locale.ts';
import type { GuideData } from '../schemas/guide.ts';
import { guideSchema } from '../schemas/guide.ts';
import { checkGuide } from './check-guide.ts';
import { hashOfFolder, labelOf, listNames } from './content-files.ts';
import type { GuideSource } from './guide-source.ts';
import type { KeptGuides } from './kept-guides.ts';
import { locateYaml } from './located-yaml.ts';
import type { Problem } from './problem.ts';
import { problem, sortProblems } from './problem.ts';
import { readArticle } from './read-article.ts';
import { readEvidence } from './read-evidence.ts';
import { readRegions } from './read-regions.ts';
import { readSource, requireSource } from './read-source.ts';
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
  const findings = read.guide ? checkGuide(read.guide, read.isCodeSound) : [];
  if (read.guide && read.problems.length + findings.length === 0) kept?.write(read.guide);
  const { guide: taken, problems } = read;
  return { guide: taken, problems, findings, wasKept: false };
}

interface GuideTaken extends Pick<GuideRead, 'guide' | 'problems'> {
  findings: Problem[];
}

interface GuideRead {
  guide: GuideSource | undefined;
  problems: Problem[];
  /** Whether all regions and the evidence could be read: else nothing follows from what they lack. */
  isCodeSound: boolean;
}

function readGuide(contentDir: string, slug: string, hash: string): GuideRead {
  const dir = join(contentDir, 'guides', slug);
  const names = listNames(dir).map(({ name }) => name);
  const problems = names
    .filter((name) => !guideFiles.includes(name))
    .map((name) => problem('unexpected-file', topOf(contentDir, join(dir, name)), { name }));

  const source = requireSource(contentDir, join(dir, 'guide.yaml'));
  const { file, text } = source;
  const yaml = locateYaml(file, text ?? '');
  const validated = text === undefined ? undefined : validate(guideSchema, yaml);
  const data = validated?.data;
  const { regions, problems: regionProblems } = readRegions(contentDir, dir, data?.state);
  const { evidence, problems: evidenceProblems } = readEvidence(contentDir, dir);
  const { articles, problems: articleProblems } = readArticles(contentDir, dir, data?.state);
  const ofCode = [...regionProblems, ...evidenceProblems];
  problems.push(...source.problems, ...(validated?.problems ?? []), ...ofCode, ...articleProblems);

  const at = yaml.at;
  const guide = data && { slug, dir, hash, file, data, articles, regions, evidence, at };
  return { guide, problems, isCodeSound: ofCode.length === 0 };
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
    const { file, text, problems: faults } = readSource(contentDir, join(dir, name));
    const place = { file, line: 1, column: 1 };
    if (faults.length > 0) problems.push(...faults);
    else if (text === undefined) {
      if (state === 'written') problems.push(problem('article-missing', place, { name }));
    } else if (state === 'planned') {
      problems.push(problem('article-of-planned', place, { name }));
    } else {
      const read = readArticle(file, locale, text);
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
