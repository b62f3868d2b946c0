import mdx from '@astrojs/mdx';
import { satteri } from '@astrojs/markdown-satteri';
import { defineConfig } from 'astro/config';
import { bindGuide, groupSections, linkSnippets } from './src/markdown/article-structure.ts';
import { codeFences } from './src/markdown/code-fences.ts';
import { externalLinks } from './src/markdown/external-links.ts';
import { site } from './src/site.ts';

/**
 * Leaves `import()` to the browser. Vite's helper around it fetches the styles of a chunk, of which there are none
 * here, and tells its imports ahead; it took 600 bytes (brotli) of the first visit.
 *
 * @type {import('vite').Plugin}
 */
const plainImports = {
  name: 'plain-imports',
  enforce: 'pre',
  load: (id) =>
    id.endsWith('vite/preload-helper.js') ? 'export const __vitePreload = (load) => load();' : null,
};

export default defineConfig({
  site: site.origin,
  base: site.base,
  trailingSlash: 'always',
  // The default drops the space between inline elements on a line break.
  compressHTML: true,
  scopedStyleStrategy: 'class',
  prerenderConflictBehavior: 'error',
  devToolbar: { enabled: false },
  i18n: {
    locales: ['en', 'zh'],
    defaultLocale: 'en',
    // `/` is a page of ours that shows both languages.
    routing: { prefixDefaultLocale: true, redirectToDefaultLocale: false },
  },
  // One stylesheet for the whole site is fetched once and cached for ever; pages stay small.
  build: { inlineStylesheets: 'never', assets: '_astro' },
  // One file for all pages: one request, cached for ever.
  vite: { build: { cssCodeSplit: false }, plugins: [plainImports] },
  markdown: {
    syntaxHighlight: false,
    processor: satteri({
      mdastPlugins: [groupSections, linkSnippets, bindGuide],
      hastPlugins: [codeFences, externalLinks],
      features: { headingAttributes: true },
    }),
  },
  integrations: [mdx({ optimize: true })],
});
