import { globSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { keptBytes } from '../build/kept-bytes.ts';
import type { ArticleSource } from './article-source.ts';
import type { GuideSource } from './guide-source.ts';
import { LazyPlace } from './lazy-place.ts';
import { locateYaml } from './located-yaml.ts';
import { readArticle } from './read-article.ts';

/** Guides as they were read before, so that the next build reads only what changed. */
export interface KeptGuides {
  /** The guide in `dir` whose files have this hash; undefined where none is kept. */
  read: (dir: string, hash: string) => GuideSource | undefined;
  /** Keeps a guide that has no problem. */
  write: (guide: GuideSource) => void;
  /** Removes the guides that were neither read nor written here. */
  prune: () => void;
}

/** Functions do not travel: they are made again from the files when a problem needs a place. */
type KeptGuide = Omit<GuideSource, 'at' | 'dir' | 'articles'> & {
  articles: readonly Omit<ArticleSource, 'at'>[];
};

/** To read a guide and check its shape takes ten times as long as to take the result from the disk. */
export function keptGuides(
  root: string,
  contentDir: string,
  folder = join(root, 'node_modules', '.cache', 'tracebook-guides'),
): KeptGuides {
  const makers = globSync('src/{authoring,lib,schemas}/**/*.ts', { cwd: root }).sort();
  const kept = keptBytes(
    folder,
    [...makers, 'package-lock.json'].map((file) => join(root, file)),
  );
  // Problems name files from the folder of the content.
  const keyOf = (slug: string, hash: string) => `${basename(resolve(contentDir))} ${slug} ${hash}`;
  return {
    read: (dir, hash) => {
      const bytes = kept.read(keyOf(basename(dir), hash));
      return bytes && revived(dir, deserialize(bytes) as KeptGuide);
    },
    write: ({ at: _at, dir: _dir, articles, ...guide }) => {
      const texts = Object.values(articles).map(({ at: _place, ...article }) => article);
      const plain: KeptGuide = { ...guide, articles: texts };
      kept.write(keyOf(guide.slug, guide.hash), serialize(plain));
    },
    prune: kept.prune,
  };
}

function revived(dir: string, { articles, ...guide }: KeptGuide): GuideSource {
  const textOf = (file: string) => readFileSync(join(dir, basename(file)), 'utf8');
  const revivedArticle = (article: Omit<ArticleSource, 'at'>): ArticleSource => {
    const { file, locale } = article;
    const top = { file, line: 1, column: 1 };
    const at: ArticleSource['at'] = (key) =>
      new LazyPlace(() => readArticle(file, locale, textOf(file)).article?.at(key) ?? top);
    return { ...article, at };
  };
  return {
    ...guide,
    dir,
    articles: Object.fromEntries(
      articles.map((article) => [article.locale, revivedArticle(article)]),
    ),
    at: (path) => new LazyPlace(() => locateYaml(guide.file, textOf(guide.file)).at(path)),
  };
}
