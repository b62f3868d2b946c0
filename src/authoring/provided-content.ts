import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ProvidedArticle, ProvidedContent, ProvidedGuide } from '../data/provided-content.ts';
import { withLazy } from '../lib/lazy.ts';
import { locales } from '../lib/locale.ts';
import type { ArticleSource } from './article-source.ts';
import type { GuideSource } from './guide-source.ts';
import type { Content } from './read-content.ts';
import { replyGuide } from './reply-guide.ts';
import { isWritten } from './written.ts';

/** What a reader may download as it is. */
const downloads = ['repro.py', 'commands.sh', 'evidence.json'];

/** Content without the places of its parts, as the pages are given it. Throws where a whole file is missing. */
export function providedContent(
  { guides, prose, glossary, retired, hardware, packages, figures }: Content,
  { dist, kept }: Partial<Pick<ProvidedContent, 'dist' | 'kept'>> = {},
): ProvidedContent {
  if (!hardware.data) throw new Error('content/hardware.yaml is missing');
  if (!figures) throw new Error('content/figures lacks a file');
  return {
    guides: guides.map(providedGuide),
    prose: prose.map(({ locale, name, path, data }) => ({ locale, name, path, ...data })),
    glossary: glossary.entries,
    retired: retired.entries,
    hardware: hardware.data,
    ...{ packages, figures },
    ...{ dist, kept },
  };
}

/** A guide that was not read again is what it was. */
const guidesOf = new WeakMap<GuideSource, ProvidedGuide>();

function providedGuide(guide: GuideSource): ProvidedGuide {
  const known = guidesOf.get(guide) ?? makeGuide(guide);
  guidesOf.set(guide, known);
  return known;
}

function makeGuide(guide: GuideSource): ProvidedGuide {
  const { slug, hash, data, dir } = guide;
  const own = downloads.filter((name) => existsSync(join(dir, name)));
  return withLazy(
    { slug, hash, data, dir, downloads: own },
    {
      articles: () => providedArticles(guide),
      regions: () => guide.regions,
      evidence: () => guide.evidence,
      reply: () => (isWritten(guide) ? replyGuide(guide) : undefined),
    },
  );
}

function providedArticles({ dir, articles }: GuideSource): ProvidedGuide['articles'] {
  const texts = locales.flatMap((locale) => {
    const article = articles[locale];
    return article ? [[locale, providedArticle(dir, article)] as const] : [];
  });
  return Object.fromEntries(texts);
}

function providedArticle(
  dir: string,
  { locale, data, sections, markdown }: ArticleSource,
): ProvidedArticle {
  const headings = sections.flatMap((section) => section.headings);
  return {
    path: join(dir, `${locale}.mdx`),
    ...data,
    headings: headings.flatMap(({ id, text }) => (id ? [{ id, text }] : [])),
    markdown,
  };
}
