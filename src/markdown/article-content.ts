import { readFile } from 'node:fs/promises';
import { Fragment, jsx, jsxs } from 'astro/jsx-runtime';
import { Renderer } from 'astro/runtime/server/index.js';
import { evaluate, type EvaluateOptions } from 'satteri';
import { bindComponents, groupSections } from './article-structure.ts';
import { codeFences } from './code-fences.ts';
import { oneWord } from './one-word.ts';

/** A component that shows an article; it is given the components that the article names. */
type ArticleContent = (props: Record<string, unknown>) => unknown;

/** Astro's, whose types are narrower than those that any runtime must have. */
const runtime = { Fragment, jsx, jsxs } as Pick<EvaluateOptions, 'Fragment' | 'jsx' | 'jsxs'>;

/**
 * Compiles an article when its page is rendered. As a module of Astro's each would go through the
 * bundler, which keeps all of them in memory: a fifth of a build's time at a thousand pages.
 */
export async function articleContent(path: string): Promise<ArticleContent> {
  const { default: Article } = (await evaluate(await readFile(path, 'utf8'), {
    ...runtime,
    mdastPlugins: [groupSections, bindComponents],
    hastPlugins: [codeFences, oneWord],
    features: { gfm: true, smartPunctuation: true, headingAttributes: true },
    // Runs of plain elements become one string of HTML.
    optimizeStatic: { component: 'Fragment', prop: 'set:html' },
    elementAttributeNameCase: 'html',
  })) as { default: ArticleContent };
  const Content: ArticleContent = ({ components, ...props }) =>
    Article({ ...props, components: { Fragment, ...(components as object) } });
  // Without the renderer's name Astro calls it once more to find out.
  return Object.assign(Content, { [Renderer]: 'astro:jsx' });
}
