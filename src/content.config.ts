import { defineCollection } from 'astro:content';
import { file, glob } from 'astro/loaders';
import { guideLoader } from './authoring/astro-loader.ts';
import { articleSchema } from './schemas/article.ts';
import { glossarySchema } from './schemas/glossary.ts';
import { packageSchema } from './schemas/package.ts';

/** `content/guides/<slug>/guide.yaml` with its snippets; checked as a whole, with line numbers. */
const guides = defineCollection({ loader: guideLoader() });

/** `content/guides/<slug>/{en,zh}.mdx`; the id is `<slug>/<language>`. */
const articles = defineCollection({
  loader: glob({ base: './content/guides', pattern: '*/{en,zh}.mdx' }),
  schema: articleSchema,
});

/** `content/pages/{en,zh}/<name>.mdx`: prose pages that are no guides; the id is `<language>/<name>`. */
const pages = defineCollection({
  loader: glob({ base: './content/pages', pattern: '{en,zh}/*.mdx' }),
  schema: articleSchema,
});

const glossary = defineCollection({
  loader: file('content/glossary.yaml'),
  schema: glossarySchema.element,
});

/** `content/packages/<name>.json`: releases and requirements, written by `npm run packages:refresh`. */
const packages = defineCollection({
  loader: glob({ base: './content/packages', pattern: '*.json' }),
  schema: packageSchema,
});

export const collections = { guides, articles, pages, glossary, packages };
