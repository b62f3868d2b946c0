import type { ArticleSection, HeadingUse, LinkUse, SnippetUse } from './article-source.ts';
import type { SectionName } from './article-grammar.ts';
import { innerComponents, isInnerName, isSectionName, sections } from './article-grammar.ts';
import type { MdxNode } from './mdx-tree.ts';
import { isRemark, placeOf, textOf } from './mdx-tree.ts';
import type { Place, Problem } from './problem.ts';
import { problem } from './problem.ts';

/** Reads one section and what is inside it. */
export function readSection(
  file: string,
  component: SectionName,
  node: MdxNode,
): { section: ArticleSection; problems: Problem[] } {
  const required = sections[component].attributes;
  const { values, problems } = readAttributes(file, component, node, { required, optional: [] });
  const reader = new SectionReader(file);
  for (const child of node.children ?? []) reader.read(child);
  const section = {
    component,
    id: values.get('id'),
    place: placeOf(file, node),
    snippets: reader.snippets,
    headings: reader.headings,
    links: reader.links,
    text: textOf(node, false),
  };
  return { section, problems: [...problems, ...reader.problems] };
}

/** Walks the inside of a section, or of text that stands outside every section. */
export class SectionReader {
  readonly snippets: SnippetUse[] = [];
  readonly headings: HeadingUse[] = [];
  readonly links: LinkUse[] = [];
  readonly problems: Problem[] = [];
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  read(node: MdxNode, inSample = false): void {
    const place = placeOf(this.#file, node);
    switch (node.type) {
      case 'mdxJsxFlowElement':
      case 'mdxJsxTextElement':
        this.#readComponent(node, place);
        return;
      case 'mdxFlowExpression':
      case 'mdxTextExpression':
        if (!isRemark(node)) this.problems.push(problem('mdx-expression', place));
        return;
      case 'mdxjsEsm':
        this.problems.push(problem('mdx-import', place));
        return;
      case 'code':
        if (!inSample) this.problems.push(problem('code-unlabelled', place));
        return;
      case 'heading':
        this.#readHeading(node, place);
        break;
      case 'link':
      case 'definition':
      case 'image':
        this.links.push({ url: node.url ?? '', place });
        break;
    }
    for (const child of node.children ?? []) this.read(child, inSample);
  }

  #readHeading(node: MdxNode, place: Place): void {
    const heading = {
      text: textOf(node, true),
      id: node.data?.hProperties?.id,
      depth: node.depth ?? 0,
      place,
    };
    this.headings.push(heading);
    const name = heading.text;
    if (heading.depth !== 3) this.problems.push(problem('heading-level', place, { name }));
    if (!heading.id) this.problems.push(problem('heading-without-id', place, { name }));
  }

  #readComponent(node: MdxNode, place: Place): void {
    const name = node.name ?? '';
    if (!isInnerName(name)) {
      const code = isSectionName(name) ? 'component-misplaced' : 'component-unknown';
      this.problems.push(problem(code, place, { name }));
      for (const child of node.children ?? []) this.read(child);
      return;
    }
    if (node.type === 'mdxJsxTextElement')
      this.problems.push(problem('component-inline', place, { name }));
    const { values, problems } = readAttributes(this.#file, name, node, innerComponents[name]);
    this.problems.push(...problems);
    const region = values.get('region');
    if (region) {
      this.snippets.push({ region, from: values.get('from'), lines: values.get('lines'), place });
    }
    if (name === 'Sample' && !node.children?.some(({ type }) => type === 'code')) {
      this.problems.push(problem('sample-empty', place));
    }
    for (const child of node.children ?? []) this.read(child, name === 'Sample');
  }
}

function readAttributes(
  file: string,
  owner: string,
  node: MdxNode,
  allowed: { required: readonly string[]; optional: readonly string[] },
): { values: Map<string, string>; problems: Problem[] } {
  const place = placeOf(file, node);
  const problems: Problem[] = [];
  const values = new Map<string, string>();
  for (const { name = '{…}', value } of node.attributes ?? []) {
    const known = [...allowed.required, ...allowed.optional].includes(name);
    if (known && typeof value === 'string') values.set(name, value);
    else problems.push(problem('attribute-unknown', place, { owner, name }));
  }
  for (const name of allowed.required) {
    if (!values.get(name)) problems.push(problem('attribute-missing', place, { owner, name }));
  }
  return { values, problems };
}
