import type { LinkUse } from './article-source.ts';
import type { MdxNode } from './mdx-tree.ts';
import { placeOf } from './mdx-tree.ts';
import type { Problem } from './problem.ts';
import { problem } from './problem.ts';

/** What the Markdown of an article or a prose page leads to, and what has no place in it. */
export interface Markup {
  links: LinkUse[];
  problems: Problem[];
}

/** What opens or closes something in Markdown and is left in a text where nothing came of it. */
const leftMark = /\*\*|`|\]\[|\[\^|[\u200B\u2060\uFEFF]/u;

/** Reads the links of nodes and of all that is inside them; pictures and broken markup are problems. */
export function readMarkup(file: string, nodes: readonly MdxNode[]): Markup {
  const read = nodes.map((node) => readNode(file, node));
  return {
    links: read.flatMap(({ links }) => links),
    problems: read.flatMap(({ problems }) => problems),
  };
}

function readNode(file: string, node: MdxNode): Markup {
  const { links, problems } = readMarkup(file, node.children ?? []);
  switch (node.type) {
    case 'link':
    case 'definition':
      return { links: [{ url: node.url ?? '', place: placeOf(file, node) }, ...links], problems };
    case 'image':
    case 'imageReference':
      return { links, problems: [...problems, problem('image-misplaced', placeOf(file, node))] };
    case 'text':
      return { links, problems: leftMarks(file, node) };
    default:
      return { links, problems };
  }
}

/** The first one only: what is open until the end of a paragraph leaves others behind. */
function leftMarks(file: string, node: MdxNode): Problem[] {
  const { 0: mark, index = 0, input = '' } = leftMark.exec(node.value ?? '') ?? {};
  if (mark === undefined) return [];
  const place = placeOf(file, node);
  const line = place.line + input.slice(0, index).split('\n').length - 1;
  const name = /[\p{Cf}]/u.test(mark) ? `U+${mark.charCodeAt(0).toString(16).toUpperCase()}` : mark;
  return [problem('mark-left', { ...place, line }, { name })];
}
