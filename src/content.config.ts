import { join } from 'node:path';
import { defineCollection } from 'astro:content';
import { glob } from 'astro/loaders';
import { contentDir } from './build/content-dir.ts';
import { figureRunsSchema } from './schemas/figure-runs.ts';
import { packageSchema } from './schemas/package.ts';

/** What programs write; what people write is read by `src/authoring`, with line numbers for every problem. */

/** `content/packages/<name>.json`: releases and requirements, written by `npm run packages:refresh`. */
const packages = defineCollection({
  loader: glob({ base: join(contentDir, 'packages'), pattern: '*.json' }),
  schema: packageSchema,
});

/** `content/figures/*.json`: what the programs of `tools/figures` measured, written by them. */
const figureRuns = defineCollection({
  loader: glob({ base: join(contentDir, 'figures'), pattern: '*.json' }),
  schema: figureRunsSchema,
});

export const collections = { packages, figureRuns };
