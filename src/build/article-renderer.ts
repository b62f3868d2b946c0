import type { AstroIntegration } from 'astro';

/** Renders articles in pages; MDX's own integration would make each of them a module of the build. */
export function articleRenderer(): AstroIntegration {
  return {
    name: 'article-renderer',
    hooks: {
      'astro:config:setup': ({ addRenderer }) => {
        addRenderer({ name: 'astro:jsx', serverEntrypoint: '@astrojs/mdx/server.js' });
      },
    },
  };
}
