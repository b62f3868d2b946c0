import { defineMdastPlugin } from 'satteri';

/**
 * Runs of these components are wrapped, so that a section exists once around its entries: an author writes
 * `<Cause>` after `<Cause>`, the site adds the heading and the table around them.
 */
const wrappers: Readonly<Record<string, string>> = { Cause: 'RootCause', Fix: 'Solutions' };

/** Wraps each run of `<Cause>` in `<RootCause>` and each run of `<Fix>` in `<Solutions>`. */
export const groupSections = defineMdastPlugin({
  name: 'group-sections',
  before(root, context) {
    const grouped: typeof root.children = [];
    for (const node of root.children) {
      const name = node.type === 'mdxJsxFlowElement' ? wrappers[node.name ?? ''] : undefined;
      const last = grouped.at(-1);
      if (!name) grouped.push(node);
      else if (last?.type === 'mdxJsxFlowElement' && last.name === name) {
        last.children.push(node as never);
      } else {
        grouped.push({
          type: 'mdxJsxFlowElement',
          name,
          attributes: [],
          children: [node as never],
        });
      }
    }
    context.setProperty(root, 'children', grouped);
  },
});

/**
 * Gives every component in an article the page's `guide`, so that authors write `<Cause id="…">` only and no
 * component looks data up by itself. `props` is MDX's name for what `<Content guide={guide} />` received.
 */
export const bindGuide = defineMdastPlugin({
  name: 'bind-guide',
  mdxJsxFlowElement: (node) => withAttribute(node, guideAttribute),
  mdxJsxTextElement: (node) => withAttribute(node, guideAttribute),
});

const guideAttribute = {
  type: 'mdxJsxAttribute',
  name: 'guide',
  value: { type: 'mdxJsxAttributeValueExpression', value: 'props.guide' },
} as const;

/** How often an article shows each region; plugins of one article share it. */
const usesOf = (context: { data: unknown }): Record<string, number> =>
  ((context.data as { snippetUses?: Record<string, number> }).snippetUses ??= {});

/**
 * Counts the `<Snippet>`s of each region, for `linkSnippets`. It visits components only: to walk the whole tree costs
 * as much as to compile the article.
 */
export const countSnippets = defineMdastPlugin({
  name: 'count-snippets',
  mdxJsxFlowElement(node, context) {
    const region = regionOf(node);
    const uses = usesOf(context);
    if (region) uses[region] = (uses[region] ?? 0) + 1;
  },
});

/**
 * Marks the last `<Snippet>` of each region as the one whose lines have ids: a region may be shown twice (in the
 * quick fix and in its solution), an id may not.
 */
export const linkSnippets = defineMdastPlugin({
  name: 'link-snippets',
  mdxJsxFlowElement(node, context) {
    const uses = usesOf(context);
    const region = regionOf(node);
    if (!region) return undefined;
    uses[region] = (uses[region] ?? 0) - 1;
    return uses[region] === 0
      ? withAttribute(node, { type: 'mdxJsxAttribute', name: 'linkable', value: null })
      : undefined;
  },
});

function regionOf(node: object): string | undefined {
  const { name, attributes = [] } = node as {
    name?: string | null;
    attributes?: readonly { name?: string; value?: string | null }[];
  };
  if (name !== 'Snippet') return undefined;
  return attributes.find((attribute) => attribute.name === 'region')?.value ?? '';
}

function withAttribute<T extends { attributes: readonly unknown[] }>(
  node: T,
  attribute: { type: 'mdxJsxAttribute'; name: string; value: unknown },
): T | undefined {
  const present = node.attributes.some((a) => (a as { name?: string }).name === attribute.name);
  return present ? undefined : { ...node, attributes: [...node.attributes, attribute] };
}
