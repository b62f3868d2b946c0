import { join } from 'node:path';
import type { Locale } from '../lib/locale.ts';
import { locales } from '../lib/locale.ts';
import type { Article } from '../schemas/article.ts';
import type { LinkUse } from './article-source.ts';
import { labelOf, listNames, readText } from './content-files.ts';
import { readFrontMatter } from './front-matter.ts';
import { parseMdx } from './mdx-tree.ts';
import type { Problem } from './problem.ts';
import { readMarkup } from './read-markup.ts';

/** A prose page that is no guide: `content/pages/<language>/<name>.mdx`. */
export interface ProseSource {
  locale: Locale;
  name: string;
  /** Absolute path. */
  path: string;
  data: Article;
  links: readonly LinkUse[];
}

/** Reads every prose page, with the problems of their syntax and front matter. */
export function readProse(contentDir: string): { prose: ProseSource[]; problems: Problem[] } {
  const prose: ProseSource[] = [];
  const problems: Problem[] = [];
  for (const locale of locales) {
    const folder = join(contentDir, 'pages', locale);
    for (const { name } of listNames(folder).filter((entry) => entry.name.endsWith('.mdx'))) {
      const path = join(folder, name);
      const file = labelOf(contentDir, path);
      const { root, problems: syntax } = parseMdx(file, readText(path) ?? '');
      problems.push(...syntax);
      if (!root) continue;
      const { data, body, problems: faults } = readFrontMatter(file, root);
      const { links, problems: misplaced } = readMarkup(file, body);
      problems.push(...faults, ...misplaced);
      if (data) prose.push({ locale, name: name.replace(/\.mdx$/, ''), path, data, links });
    }
  }
  return { prose, problems };
}
