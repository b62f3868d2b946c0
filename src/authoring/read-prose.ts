import { join } from 'node:path';
import type { Locale } from '../lib/locale.ts';
import { locales } from '../lib/locale.ts';
import type { Article } from '../schemas/article.ts';
import type { LinkUse } from './article-source.ts';
import { listNames } from './content-files.ts';
import { readFrontMatter } from './front-matter.ts';
import type { MdxNode } from './mdx-tree.ts';
import { isRemark, parseMdx, placeOf } from './mdx-tree.ts';
import type { Problem } from './problem.ts';
import { problem } from './problem.ts';
import { readMarkup } from './read-markup.ts';
import { requireSource } from './read-source.ts';

/** A prose page that is no guide: `content/pages/<language>/<name>.mdx`. */
export interface ProseSource {
  locale: Locale;
  name: string;
  /** Absolute path. */
  path: string;
  data: Article;
  links: readonly LinkUse[];
}

/** Reads every prose page, in every language, with the problems of each. */
export function readProse(contentDir: string): { prose: ProseSource[]; problems: Problem[] } {
  const prose: ProseSource[] = [];
  const problems: Problem[] = [];
  const folderOf = (locale: Locale) => join(contentDir, 'pages', locale);
  const files = locales.flatMap((locale) => listNames(folderOf(locale)).map(({ name }) => name));
  // A page has a partner in each language.
  const names = new Set(files.filter((name) => name.endsWith('.mdx')));
  for (const locale of locales) {
    for (const name of names) {
      const path = join(folderOf(locale), name);
      const { file, text, problems: faults } = requireSource(contentDir, path);
      problems.push(...faults);
      if (text === undefined) continue;
      const { root, problems: syntax } = parseMdx(file, text);
      problems.push(...syntax);
      if (!root) continue;
      const { data, body, problems: ofFrontMatter } = readFrontMatter(file, root);
      const { links, problems: ofBody } = readMarkup(file, body);
      problems.push(...ofFrontMatter, ...ofBody, ...checkPlain(file, body));
      if (data) prose.push({ locale, name: name.replace(/\.mdx$/, ''), path, data, links });
    }
  }
  return { prose, problems };
}

/** Prose pages are Markdown: what its rules forbid, such as a link that runs a script, comes by no other way. */
function checkPlain(file: string, nodes: readonly MdxNode[]): Problem[] {
  return nodes.flatMap((node) => {
    const isPlain = !node.type.startsWith('mdx') || isRemark(node);
    return isPlain
      ? checkPlain(file, node.children ?? [])
      : [problem('page-component', placeOf(file, node))];
  });
}
