import { defineHastPlugin } from 'satteri';

/** Links that leave the site say so to crawlers and never hand the page over. */
export const externalLinks = defineHastPlugin({
  name: 'external-links',
  element: {
    filter: ['a'],
    visit(node, context) {
      if (/^https?:/.test(node.properties['href'] ?? '')) {
        context.setProperty(node, 'rel', 'noopener');
      }
    },
  },
});
