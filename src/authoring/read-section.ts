import { isFigureId } from '../lib/figures/ids.ts';
import type {
  ArticleSection,
  FigureUse,
  HeadingUse,
  SnippetUse,
  TermUse,
} from './article-source.ts';
import type { SectionName } from './article-grammar.ts';
import { innerComponents, isInnerName, isSectionName, sections } from './article-grammar.ts';
import { labelledParts } from './labelled-parts.ts';
import type { MdxNode } from './mdx-tree.ts';
import { isRemark, placeOf, textOf } from './mdx-tree.ts';
import { readMarkup } from './read-markup.ts';
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
  const children = node.children ?? [];
  for (const child of children) reader.read(child);
  const markup = readMarkup(file, children);
  const section = {
    component,
    id: values.get('id'),
    place: placeOf(file, node),
    snippets: reader.snippets,
    figures: reader.figures,
    headings: reader.headings,
    links: markup.links,
    terms: reader.terms,
    parts: labelledParts(children),
    text: textOf(node, false),
  };
  return { section, problems: [...problems, ...reader.problems, ...markup.problems] };
}

/** What stands around a node and changes the rules in it. */
type Surrounding = 'Sample' | 'heading' | 'link';

/** Walks the inside of a section, or of text that stands outside every section. */
export class SectionReader {
  readonly snippets: SnippetUse[] = [];
  readonly figures: FigureUse[] = [];
  readonly headings: HeadingUse[] = [];
  readonly terms: TermUse[] = [];
  readonly problems: Problem[] = [];
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  read(node: MdxNode, within?: Surrounding): void {
    const place = placeOf(this.#file, node);
    switch (node.type) {
      case 'mdxJsxFlowElement':
      case 'mdxJsxTextElement':
        this.#readComponent(node, place, within);
        return;
      case 'mdxFlowExpression':
      case 'mdxTextExpression':
        if (!isRemark(node)) this.problems.push(problem('mdx-expression', place));
        return;
      case 'mdxjsEsm':
        this.problems.push(problem('mdx-import', place));
        return;
      case 'code':
        if (within !== 'Sample') this.problems.push(problem('code-unlabelled', place));
        return;
      case 'heading':
        this.#readHeading(node, place);
        break;
    }
    const inner = node.type === 'heading' || node.type === 'link' ? node.type : within;
    for (const child of node.children ?? []) this.read(child, inner);
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

  #readComponent(node: MdxNode, place: Place, within?: Surrounding): void {
    const name = node.name ?? '';
    if (!isInnerName(name)) {
      const code = isSectionName(name) ? 'component-misplaced' : 'component-unknown';
      this.problems.push(problem(code, place, { name }));
      for (const child of node.children ?? []) this.read(child);
      return;
    }
    const rule = innerComponents[name];
    const isInline = node.type === 'mdxJsxTextElement';
    if (isInline && !rule.inline) this.problems.push(problem('component-inline', place, { name }));
    if (!isInline && rule.inline) this.problems.push(problem('component-alone', place, { name }));
    const { values, problems } = readAttributes(this.#file, name, node, rule);
    this.problems.push(...problems);
    if (name === 'Term') this.#readTerm(values.get('id'), place, within);
    const region = values.get('region');
    if (region) {
      this.snippets.push({ region, from: values.get('from'), lines: values.get('lines'), place });
    }
    const figure = name === 'Figure' ? values.get('id') : undefined;
    if (figure) this.#readFigure(figure, place);
    if (name === 'Sample' && !node.children?.some(({ type }) => type === 'code')) {
      this.problems.push(problem('sample-empty', place));
    }
    for (const child of node.children ?? []) this.read(child, name === 'Sample' ? name : within);
  }

  #readTerm(id: string | undefined, place: Place, within: Surrounding | undefined): void {
    if (id) this.terms.push({ id, place });
    // A link in a link is no HTML, and a heading is a link to itself.
    if (within === 'heading' || within === 'link')
      this.problems.push(problem('term-misplaced', place, { name: id ?? '', owner: within }));
  }

  #readFigure(id: string, place: Place): void {
    if (!isFigureId(id)) this.problems.push(problem('figure-unknown', place, { name: id }));
    if (this.figures.some((other) => other.id === id)) {
      this.problems.push(problem('figure-repeated', place, { name: id }));
    }
    this.figures.push({ id, place });
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
