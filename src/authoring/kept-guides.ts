import { globSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { keptBytes } from '../build/kept-bytes.ts';
import { withLazy } from '../lib/lazy.ts';
import type { ArticleSource } from './article-source.ts';
import type { GuideBody, GuideOutline, GuideSource } from './guide-source.ts';
import { LazyPlace } from './lazy-place.ts';
import { locateYaml } from './located-yaml.ts';
import { readArticle } from './read-article.ts';

/** Guides as they were read before, so that the next build reads only what changed. */
export interface KeptGuides {
  /**
   * The guide in `dir` whose files have this hash; undefined where none is kept. Its body comes from the disk when
   * something asks for it, or from `readAgain` where it cannot be had any more.
   */
  read: (
    dir: string,
    hash: string,
    readAgain: () => GuideSource | undefined,
  ) => GuideSource | undefined;
  /** Keeps a guide that has no problem. */
  write: (guide: GuideSource) => void;
  /** Removes the guides that were neither read nor written here. */
  prune: () => void;
}

/** Functions do not travel: they are made again from the files when a problem needs a place. */
type KeptArticle = Omit<ArticleSource, 'at'>;
type KeptOutline = Omit<GuideOutline, 'dir'>;
interface KeptBody extends Omit<GuideBody, 'articles'> {
  articles: readonly KeptArticle[];
}

/**
 * To read a guide and check its shape takes ten times as long as to take the result from the disk. Its body is
 * three quarters of it and kept apart: a page of one guide needs the outlines of all others only.
 */
export function keptGuides(
  root: string,
  contentDir: string,
  folder = join(root, 'node_modules', '.cache', 'tracebook-guides'),
): KeptGuides {
  const makers = globSync('src/{authoring,cards,lib,schemas}/**/*.ts', { cwd: root }).sort();
  const kept = keptBytes(
    folder,
    [...makers, 'package-lock.json'].map((file) => join(root, file)),
  );
  // Problems name files from the folder of the content.
  const keyOf = (part: 'outline' | 'body', slug: string, hash: string) =>
    `${basename(resolve(contentDir))} ${slug} ${hash} ${part}`;
  return {
    read: (dir, hash, readAgain) => {
      const slug = basename(dir);
      const outlineBytes = kept.read(keyOf('outline', slug, hash));
      const bodyKey = keyOf('body', slug, hash);
      if (!outlineBytes || !kept.has(bodyKey)) return undefined;
      const outline = JSON.parse(outlineBytes.toString()) as KeptOutline;
      return revived(dir, outline, () => {
        const bytes = kept.read(bodyKey);
        if (bytes) {
          const body = deserialize(bytes) as KeptBody;
          return { ...body, articles: revivedArticles(dir, body.articles) };
        }
        const again = readAgain();
        if (again) return again;
        throw new Error(`${outline.file} can no longer be read as it was: start again`);
      });
    },
    write: ({ slug, hash, file, data, articles, regions, evidence }) => {
      const outline: KeptOutline = { slug, hash, file, data };
      const texts = Object.values(articles).map(({ at: _place, ...article }) => article);
      const body: KeptBody = { regions, evidence, articles: texts };
      kept.write(keyOf('body', slug, hash), serialize(body));
      // Plain values only: JSON is read three times as fast.
      kept.write(keyOf('outline', slug, hash), Buffer.from(JSON.stringify(outline)));
    },
    prune: kept.prune,
  };
}

const textOf = (dir: string, file: string) => readFileSync(join(dir, basename(file)), 'utf8');

function revived(dir: string, outline: KeptOutline, bodyOf: () => GuideBody): GuideSource {
  const guide = withLazy({}, { body: bodyOf });
  const { file } = outline;
  const at: GuideSource['at'] = (path) =>
    new LazyPlace(() => locateYaml(file, textOf(dir, file)).at(path));
  return withLazy(
    { ...outline, dir, at },
    {
      articles: () => guide.body.articles,
      regions: () => guide.body.regions,
      evidence: () => guide.body.evidence,
    },
  );
}

function revivedArticles(dir: string, articles: readonly KeptArticle[]): GuideBody['articles'] {
  const revivedArticle = (article: KeptArticle): ArticleSource => {
    const { file, locale } = article;
    const top = { file, line: 1, column: 1 };
    const at: ArticleSource['at'] = (key) =>
      new LazyPlace(() => readArticle(file, locale, textOf(dir, file)).article?.at(key) ?? top);
    return { ...article, at };
  };
  return Object.fromEntries(articles.map((article) => [article.locale, revivedArticle(article)]));
}
