import { defineConfig } from 'astro/config';
import { contentProvider } from './src/authoring/content-provider.ts';
import { articleRenderer } from './src/build/article-renderer.ts';
import { contentDir } from './src/build/content-dir.ts';
import { coreStylesheet } from './src/build/core-stylesheet.ts';
import { chunkGroups, inlineRuntime, plainImports, shortScopes } from './src/build/vite-plugins.ts';
import { secondRenderer } from './src/build/second-renderer.ts';
import { staleFiles } from './src/build/stale-files.ts';
import { provideContent } from './src/data/provided-content.ts';
import { site } from './src/site.ts';

export default defineConfig({
  site: site.origin,
  base: site.base,
  trailingSlash: 'always',
  // The default drops the space between inline elements on a line break.
  compressHTML: true,
  scopedStyleStrategy: 'class',
  prerenderConflictBehavior: 'error',
  devToolbar: { enabled: false },
  // Stylesheets are fetched once and cached for ever; pages stay small.
  // While pages are written, or rendered by the second thread, further ones are rendered.
  build: { inlineStylesheets: 'never', assets: '_astro', concurrency: 8 },
  vite: {
    plugins: [plainImports, inlineRuntime, shortScopes],
    environments: {
      // What a guide's page needs is made ready while the development server starts.
      ssr: {
        dev: {
          preTransformRequests: true,
          warmup: ['./src/pages/*/guides/*/index.astro', './src/components/mdx.ts'],
        },
      },
      client: {
        build: { rolldownOptions: { output: { codeSplitting: { groups: chunkGroups } } } },
      },
    },
  },
  integrations: [
    staleFiles(),
    secondRenderer(contentDir),
    articleRenderer(),
    contentProvider(contentDir, provideContent),
    coreStylesheet(),
  ],
});
