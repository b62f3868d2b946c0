import type { ArticleBlock, ArticleMarkdown, ArticlePart } from '../lib/twin/article-markdown.ts';
import { isSectionName, sections } from './article-grammar.ts';
import type { MdxNode } from './mdx-tree.ts';
import { isRemark } from './mdx-tree.ts';

/**
 * The sections of an article as Markdown. The author's own text is kept, cut at the places that the
 * parser reports, so that tables and lists stay as they were written; only components, remarks and
 * addresses of links leave it.
 */
export function articleMarkdown(source: string, nodes: readonly MdxNode[]): ArticleMarkdown {
  const links: string[] = [];
  const parts = nodes
    .filter(({ name }) => isSectionName(name ?? ''))
    .map((node) => new PartReader(source, links).read(node));
  return { parts, links };
}

/** What stands instead of a stretch of the source. */
interface Edit {
  start: number;
  end: number;
  text: string;
}

class PartReader {
  readonly #source: string;
  readonly #links: string[];

  constructor(source: string, links: string[]) {
    this.#source = source;
    this.#links = links;
  }

  read(node: MdxNode): ArticlePart {
    const component = node.name ?? '';
    // Entries have a heading of their own above those of the prose.
    const isEntry = isSectionName(component) && sections[component].many;
    const blocks: ArticleBlock[] = [];
    let run: MdxNode[] = [];
    const endRun = (): void => {
      const markdown = this.#prose(run, isEntry);
      if (markdown !== '') blocks.push({ kind: 'prose', markdown });
      run = [];
    };
    for (const child of node.children ?? []) {
      if (child.name !== 'Snippet' && child.name !== 'Sample') {
        run.push(child);
        continue;
      }
      endRun();
      if (child.name === 'Snippet') {
        blocks.push({ kind: 'snippet', region: attributeOf(child, 'region') ?? '' });
      } else {
        blocks.push({ kind: 'sample', markdown: this.#prose(child.children ?? [], isEntry) });
      }
    }
    endRun();
    return { component, id: attributeOf(node, 'id'), blocks };
  }

  #prose(nodes: readonly MdxNode[], isEntry: boolean): string {
    const first = nodes.at(0);
    const last = nodes.at(-1);
    if (!first || !last) return '';
    const edits = nodes.flatMap((node) => this.#edits(node, isEntry));
    let at = startOf(first);
    let text = '';
    for (const edit of edits) {
      text += this.#source.slice(at, edit.start) + edit.text;
      at = edit.end;
    }
    return (text + this.#source.slice(at, endOf(last))).trim();
  }

  /** Edits of a node and of what is inside it, in the order of the source. */
  #edits(node: MdxNode, isEntry: boolean): Edit[] {
    const children = node.children ?? [];
    const inside = children.flatMap((child) => this.#edits(child, isEntry));
    const start = startOf(node);
    const end = endOf(node);
    const before = (text: string): Edit[] => [
      { start, end: children[0] ? startOf(children[0]) : end, text },
    ];
    const after = (text: string): Edit[] => {
      const last = children.at(-1);
      return last ? [{ start: endOf(last), end, text }] : [];
    };
    switch (node.type) {
      case 'mdxFlowExpression':
      case 'mdxTextExpression':
        return isRemark(node) ? before('') : [];
      case 'mdxJsxFlowElement':
      case 'mdxJsxTextElement':
        return [...before(''), ...inside, ...after('')];
      case 'heading':
        return isEntry ? [{ start, end: start, text: '#' }, ...inside] : inside;
      case 'link':
        if (this.#source[start] !== '[' || node.url?.startsWith('#')) return inside;
        return [...inside, ...after(`][${this.#reference(node.url ?? '')}]`)];
      default:
        return inside;
    }
  }

  /** Number of an address, counted from 1. */
  #reference(url: string): number {
    const known = this.#links.indexOf(url);
    return known === -1 ? this.#links.push(url) : known + 1;
  }
}

function attributeOf(node: MdxNode, name: string): string | undefined {
  const value = node.attributes?.find((attribute) => attribute.name === name)?.value;
  return typeof value === 'string' ? value : undefined;
}

const startOf = (node: MdxNode): number => node.position?.start.offset ?? 0;
const endOf = (node: MdxNode): number => node.position?.end.offset ?? 0;
