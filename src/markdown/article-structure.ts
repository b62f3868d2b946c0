import { defineMdastPlugin } from 'satteri';

/**
 * Runs of these components are wrapped, so that a section exists once around its entries: an author writes
 * `<Cause>` after `<Cause>`, the site adds the heading and the table around them.
 */
const wrappers: Readonly<Record<string, string>> = { Cause: 'RootCause', Fix: 'Solutions' };

/** How often an article shows each region; plugins of one article share it. */
const usesOf = (context: { data: unknown }): Record<string, number> =>
  ((context.data as { snippetUses?: Record<string, number> }).snippetUses ??= {});

/**
 * Wraps each run of `<Cause>` in `<RootCause>` and each run of `<Fix>` in `<Solutions>`, and counts the `<Snippet>`s of
 * each region for `bindComponents`. Each plugin goes through the article once more, so there are two and not four.
 */
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
  // Components only: to walk the whole tree costs as much as to compile the article.
  mdxJsxFlowElement(node, context) {
    const region = regionOf(node);
    const uses = usesOf(context);
    if (region) uses[region] = (uses[region] ?? 0) + 1;
  },
});

/**
 * Gives every component in an article the page's `guide`, so that authors write `<Cause id="…">` only and no
 * component looks data up by itself. `props` is MDX's name for what `<Content guide={guide} />` received.
 *
 * Marks the last `<Snippet>` of each region as the one whose lines have ids: a region may be shown twice (in the
 * quick fix and in its solution), an id may not.
 */
export const bindComponents = defineMdastPlugin({
  name: 'bind-components',
  mdxJsxFlowElement(node, context) {
    const uses = usesOf(context);
    const region = regionOf(node);
    if (!region) return withAttributes(node, guideAttribute);
    uses[region] = (uses[region] ?? 0) - 1;
    return uses[region] === 0
      ? withAttributes(node, linkableAttribute, guideAttribute)
      : withAttributes(node, guideAttribute);
  },
  mdxJsxTextElement: (node) => withAttributes(node, guideAttribute),
});

const guideAttribute = {
  type: 'mdxJsxAttribute',
  name: 'guide',
  value: { type: 'mdxJsxAttributeValueExpression', value: 'props.guide' },
} as const;

const linkableAttribute = { type: 'mdxJsxAttribute', name: 'linkable', value: null } as const;

function regionOf(node: object): string | undefined {
  const { name, attributes = [] } = node as {
    name?: string | null;
    attributes?: readonly { name?: string; value?: string | null }[];
  };
  if (name !== 'Snippet') return undefined;
  return attributes.find((attribute) => attribute.name === 'region')?.value ?? '';
}

/** The node with those of the attributes that it does not have; undefined where it has all. */
function withAttributes<T extends { attributes: readonly unknown[] }>(
  node: T,
  ...wanted: readonly { name: string }[]
): T | undefined {
  const present = new Set(
    node.attributes.map((attribute) => (attribute as { name?: string }).name),
  );
  const added = wanted.filter(({ name }) => !present.has(name));
  return added.length > 0 ? { ...node, attributes: [...node.attributes, ...added] } : undefined;
}
