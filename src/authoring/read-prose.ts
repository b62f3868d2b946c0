import { join } from 'node:path';
import type { Locale } from '../lib/locale.ts';
import { locales } from '../lib/locale.ts';
import type { Article } from '../schemas/article.ts';
import { labelOf, listNames, readText } from './content-files.ts';
import { readFrontMatter } from './front-matter.ts';
import { parseMdx } from './mdx-tree.ts';
import type { Problem } from './problem.ts';

/** A prose page that is no guide: `content/pages/<language>/<name>.mdx`. */
export interface ProseSource {
  locale: Locale;
  name: string;
  /** Absolute path. */
  path: string;
  data: Article;
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
      const { data, problems: faults } = readFrontMatter(file, root);
      problems.push(...faults);
      if (data) prose.push({ locale, name: name.replace(/\.mdx$/, ''), path, data });
    }
  }
  return { prose, problems };
}
