import { mdxToMdast } from 'satteri';
import type { Place, Problem } from './problem.ts';
import { problem } from './problem.ts';
import { unclosedFence, unclosedFrontMatter } from './unclosed.ts';

/** The part of a Markdown tree's node that the checks read. */
export interface MdxNode {
  type: string;
  name?: string | null;
  value?: string;
  url?: string;
  depth?: number;
  attributes?: readonly MdxAttribute[];
  children?: readonly MdxNode[];
  data?: { hProperties?: { id?: string } };
  position?: { start: MdxPoint; end: MdxPoint };
}

/** A place in the source: line and column from 1, offset in UTF-16 units from 0. */
interface MdxPoint {
  line: number;
  column: number;
  offset: number;
}

export interface MdxAttribute {
  type: string;
  name?: string;
  value?: string | null | { value: string };
}

/**
 * Parses an article with the engine and options of the site, so that what is checked is what is
 * built.
 */
export function parseMdx(
  file: string,
  text: string,
): { root: MdxNode | undefined; problems: Problem[] } {
  const unclosed = unclosedFrontMatter(file, text);
  if (unclosed.length > 0) return { root: undefined, problems: unclosed };
  try {
    const root = mdxToMdast(text, { features: { headingAttributes: true } });
    return { root: root as MdxNode, problems: [] };
  } catch (error) {
    const [cause = syntaxProblem(file, error)] = unclosedFence(file, text);
    return { root: undefined, problems: [cause] };
  }
}

/** The engine says `12:3: what went wrong (code)`. */
function syntaxProblem(file: string, error: unknown): Problem {
  const text = error instanceof Error ? error.message : String(error);
  const [, line = '1', column = '1', detail = text] =
    /^(\d+):(\d+): (.*?)(?: \([\w:-]+\))?$/s.exec(text) ?? [];
  return problem('mdx-syntax', { file, line: Number(line), column: Number(column) }, { detail });
}

export function placeOf(file: string, node: MdxNode): Place {
  const { line, column } = node.position?.start ?? { line: 1, column: 1 };
  return { file, line, column };
}

/** The words of a node and its children; `withCode` includes what stands between backticks. */
export function textOf(node: MdxNode, withCode: boolean): string {
  if (node.type === 'text' || (withCode && node.type === 'inlineCode')) return node.value ?? '';
  return (node.children ?? [])
    .map((child) => textOf(child, withCode))
    .join(isFlow(node) ? ' ' : '');
}

function isFlow({ type }: MdxNode): boolean {
  return [
    'mdxJsxFlowElement',
    'list',
    'listItem',
    'table',
    'tableRow',
    'blockquote',
    'root',
  ].includes(type);
}

/** A remark between comment marks is the only expression that leaves nothing on the page. */
export function isRemark(node: MdxNode): boolean {
  return /^\s*\/\*[^]*\*\/\s*$/.test(node.value ?? '');
}
