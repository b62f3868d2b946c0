import { sectionAnchors } from '../lib/anchors.ts';
import type { Locale } from '../lib/locale.ts';
import { articleMarkdown } from './article-markdown.ts';
import { isInnerName, isSectionName, sectionNames, sections } from './article-grammar.ts';
import type { ArticleSection, ArticleSource } from './article-source.ts';
import { readFrontMatter } from './front-matter.ts';
import type { MdxNode } from './mdx-tree.ts';
import { isRemark, parseMdx, placeOf } from './mdx-tree.ts';
import type { Problem } from './problem.ts';
import { problem } from './problem.ts';
import { readSection, SectionReader } from './read-section.ts';

/** Reads `en.mdx` or `zh.mdx` and checks it against the grammar of articles. */
export function readArticle(
  file: string,
  locale: Locale,
  text: string,
): { article: ArticleSource | undefined; problems: Problem[] } {
  const { root, problems } = parseMdx(file, text);
  if (!root) return { article: undefined, problems };

  const { data, at, body: nodes, problems: faults } = readFrontMatter(file, root);
  const body = readBody(file, nodes);
  return {
    article: data && {
      ...{ locale, file, data, at },
      sections: body.sections,
      markdown: articleMarkdown(text, nodes),
    },
    problems: [
      ...faults,
      ...body.problems,
      ...checkOrder(file, body.sections),
      ...checkIds(body.sections),
    ],
  };
}

function readBody(
  file: string,
  nodes: readonly MdxNode[],
): { sections: ArticleSection[]; problems: Problem[] } {
  const found: ArticleSection[] = [];
  const problems: Problem[] = [];
  for (const node of nodes) {
    const name = node.name ?? '';
    if (node.type === 'mdxJsxFlowElement' && isSectionName(name)) {
      const read = readSection(file, name, node);
      found.push(read.section);
      problems.push(...read.problems);
    } else problems.push(...describeStray(file, node));
  }
  return { sections: found, problems };
}

/** Text outside every section: its own faults where it has some, else that it stands outside. */
function describeStray(file: string, node: MdxNode): Problem[] {
  if (node.type === 'mdxFlowExpression' && isRemark(node)) return [];
  const place = placeOf(file, node);
  const name = node.name ?? '';
  if (isInnerName(name)) return [problem('component-misplaced', place, { name })];
  const reader = new SectionReader(file);
  reader.read(node);
  return reader.problems.length > 0 ? reader.problems : [problem('prose-outside-section', place)];
}

function checkOrder(file: string, found: readonly ArticleSection[]): Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  let latest = found[0];
  for (const section of found) {
    const { component: name, place } = section;
    if (seen.has(name) && !sections[name].many)
      problems.push(problem('section-repeated', place, { name }));
    seen.add(name);
    if (latest && sectionNames.indexOf(name) < sectionNames.indexOf(latest.component)) {
      problems.push(problem('section-order', place, { name, owner: latest.component }));
    } else latest = section;
  }
  // Causes and fixes are missed one by one, by the ids of guide.yaml.
  for (const name of sectionNames) {
    if (!seen.has(name) && !sections[name].many) {
      problems.push(problem('section-missing', { file, line: 1, column: 1 }, { name }));
    }
  }
  return problems;
}

function checkIds(found: readonly ArticleSection[]): Problem[] {
  const taken = new Set<string>(Object.values(sectionAnchors));
  return found.flatMap(({ headings }) =>
    headings.flatMap(({ id, place }) => {
      if (!id) return [];
      const isFree = !taken.has(id) && !/^(?:cause|fix)-/.test(id);
      taken.add(id);
      return isFree ? [] : [problem('heading-id-taken', place, { name: id })];
    }),
  );
}
