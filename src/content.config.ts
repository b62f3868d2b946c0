import { join } from 'node:path';
import { defineCollection } from 'astro:content';
import { file, glob } from 'astro/loaders';
import { parse } from 'yaml';
import { guideLoader } from './authoring/astro-loader.ts';
import { articleSchema } from './schemas/article.ts';
import { figureRunsSchema } from './schemas/figure-runs.ts';
import { glossarySchema } from './schemas/glossary.ts';
import { hardwareSchema } from './schemas/hardware.ts';
import { packageSchema } from './schemas/package.ts';
import { retiredSchema } from './schemas/retired.ts';

/** Where the content lies; a test builds other content than the site's. */
const contentDir = process.env['CONTENT_DIR']?.trim() || 'content';

/** The loader of files wants an id in each entry, or a map from ids to entries. */
const bySlug = (text: string) =>
  Object.fromEntries(retiredSchema.parse(parse(text)).map((ended) => [ended.slug, { ...ended }]));

/** `content/guides/<slug>/guide.yaml` with its snippets; checked as a whole, with line numbers. */
const guides = defineCollection({ loader: guideLoader(contentDir) });

/**
 * `content/guides/<slug>/{en,zh}.mdx`; without the source, which no page shows and every build would read.
 *  the id is `<slug>/<language>`. */
const articles = defineCollection({
  loader: glob({ base: join(contentDir, 'guides'), pattern: '*/{en,zh}.mdx', retainBody: false }),
  schema: articleSchema,
});

/** `content/pages/{en,zh}/<name>.mdx`: prose pages that are no guides; the id is `<language>/<name>`. */
const pages = defineCollection({
  loader: glob({ base: join(contentDir, 'pages'), pattern: '{en,zh}/*.mdx', retainBody: false }),
  schema: articleSchema,
});

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
  guides,
  articles,
  pages,
  glossary,
  packages,
  retired,
  hardware,
  figureRuns,
};
