import { defineHastPlugin } from 'satteri';
import { isOneWord } from '../lib/inline-code.ts';

/** Keeps short code with hyphens in one line; fenced code is out of the tree when this looks. */
export const oneWord = defineHastPlugin({
  name: 'one-word',
  element: {
    filter: ['code'],
    visit(node, context) {
      if (!isOneWord(context.textContent(node))) return undefined;
      return { ...node, properties: { ...node.properties, className: ['nobr'] } };
    },
  },
});
