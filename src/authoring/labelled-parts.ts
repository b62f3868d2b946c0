import type { MdxNode } from './mdx-tree.ts';
import { textOf } from './mdx-tree.ts';

/** What a cause or a fix says under one of its bold labels, such as **Because** or **Check**. */
export interface LabelledPart {
  /** Empty for what stands before the first label. */
  label: string;
  /** Sentences whose only markup is code between backticks, one entry for each paragraph. */
  paragraphs: string[];
  /** Items of the lists under the label. */
  items: string[];
  hasCode: boolean;
  /** Regions that snippets show. */
  regions: string[];
}

/** Divides a section at its labels: paragraphs that begin in bold. */
export function labelledParts(nodes: readonly MdxNode[]): LabelledPart[] {
  const parts: LabelledPart[] = [];
  const open = (label: string): LabelledPart => {
    const part = { label, paragraphs: [], items: [], hasCode: false, regions: [] };
    parts.push(part);
    return part;
  };
  for (const node of nodes) {
    const label = labelOf(node);
    const part = label === undefined ? (parts.at(-1) ?? open('')) : open(label);
    if (node.type === 'list') part.items.push(...(node.children ?? []).map(sentencesOf));
    else if (node.type === 'mdxJsxFlowElement') {
      part.hasCode = true;
      const region = node.attributes?.find(({ name }) => name === 'region')?.value;
      if (typeof region === 'string') part.regions.push(region);
    } else if (node.type === 'paragraph') {
      const text = sentencesOf({ ...node, children: (node.children ?? []).slice(label ? 1 : 0) });
      part.paragraphs.push(label ? text.replace(/^[:：]?\s*/, '') : text);
    }
  }
  return parts;
}

function labelOf(node: MdxNode): string | undefined {
  const [first] = node.children ?? [];
  return node.type === 'paragraph' && first?.type === 'strong' ? textOf(first, true) : undefined;
}

/** The words of a node in one line; code keeps its backticks, links lose their addresses. */
function sentencesOf(node: MdxNode): string {
  return wordsOf(node).replace(/\s+/g, ' ').trim();
}

function wordsOf(node: MdxNode): string {
  const value = (node.value ?? '').replaceAll('`', "'");
  if (node.type === 'text') return value;
  if (node.type === 'inlineCode') return `\`${value}\``;
  if (node.type === 'break') return ' ';
  return (node.children ?? []).map(wordsOf).join('');
}
