import { defineHastPlugin } from 'satteri';
import { codeLanguages, highlightLines, type CodeLanguage } from './highlight.ts';

/** Highlights fenced code in articles with the function that `Snippet` uses. */
export const codeFences = defineHastPlugin({
  name: 'code-fences',
  element: {
    filter: ['pre'],
    async visit(node, context) {
      const code = node.children[0];
      if (code?.type !== 'element' || code.tagName !== 'code') return undefined;
      const name = /language-(\S+)/.exec(String(code.properties['className'] ?? ''))?.[1];
      const language =
        codeLanguages.find((known) => known === name) ?? ('text' satisfies CodeLanguage);
      const lines = await highlightLines(context.textContent(code).replace(/\n$/, ''), language);
      return {
        type: 'mdxJsxFlowElement',
        name: 'CodeLines',
        attributes: [{ type: 'mdxJsxAttribute', name: 'html', value: lines.join('\n') }],
        children: [],
      } as never;
    },
  },
});
