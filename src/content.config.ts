import { join } from 'node:path';
import { defineCollection } from 'astro:content';
import { file, glob } from 'astro/loaders';
import { parse } from 'yaml';
import { contentDir } from './build/content-dir.ts';
import { figureRunsSchema } from './schemas/figure-runs.ts';
import { glossarySchema } from './schemas/glossary.ts';
import { hardwareSchema } from './schemas/hardware.ts';
import { packageSchema } from './schemas/package.ts';
import { retiredSchema } from './schemas/retired.ts';

/** The loader of files wants an id in each entry, or a map from ids to entries. */
const bySlug = (text: string) =>
  Object.fromEntries(retiredSchema.parse(parse(text)).map((ended) => [ended.slug, { ...ended }]));

const glossary = defineCollection({
  loader: file(join(contentDir, 'glossary.yaml')),
  schema: glossarySchema.element,
});

/** `content/retired.yaml`; the id is the slug. */
const retired = defineCollection({
  loader: file(join(contentDir, 'retired.yaml'), { parser: bySlug }),
  schema: retiredSchema.element,
});

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

/** `content/hardware.yaml`: one entry, the whole file. */
const hardware = defineCollection({
  loader: file(`${contentDir}/hardware.yaml`, {
    parser: (text) => ({ hardware: parse(text) as Record<string, unknown> }),
  }),
  schema: hardwareSchema,
});

export const collections = {
  glossary,
  packages,
  retired,
  hardware,
  figureRuns,
};
