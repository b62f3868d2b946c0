import { figureIds } from '../../lib/figures/ids.ts';
import type { Locale } from '../../lib/locale.ts';
import { locales } from '../../lib/locale.ts';
import type { LinkUse } from '../article-source.ts';
import { pageAnchors } from '../page-anchors.ts';
import type { Content } from '../read-content.ts';
import type { Problem } from '../problem.ts';
import { problem } from '../problem.ts';
import type { WrittenGuide } from '../written.ts';
import { isWritten } from '../written.ts';

/** Pages that an article may link to beside guides, by their path after the language. */
const sitePages = [
  ...['/', '/find/', '/environment/', '/messages/', '/glossary/', '/about/', '/api/'],
  ...figureIds.map((id) => `/figures/${id}/`),
];

/**
 * Anchors by path, seen from below the language: `/guides/cuda-oom/`. No set: they are unknown, so
 * any will do.
 */
type Targets = ReadonlyMap<string, ReadonlySet<string> | undefined>;

/**
 * Links inside the site are relative, so that they keep the language, and lead to pages and anchors
 * that exist.
 */
export function checkLinks(content: Content): Problem[] {
  const written = content.guides.filter(isWritten);
  return locales.flatMap((locale) => {
    const targets = collectTargets(content, written, locale);
    return written.flatMap(({ slug, articles }) =>
      (articles[locale]?.sections ?? [])
        .flatMap(({ links }) => links)
        .flatMap((link) => checkLink(link, pathOf(slug), targets)),
    );
  });
}

function collectTargets(
  content: Content,
  written: readonly WrittenGuide[],
  locale: Locale,
): Targets {
  const { glossary, guides, slugs } = content;
  const readable = new Set(guides.map(({ slug }) => slug));
  return new Map([
    ...sitePages.map((path) => [path, undefined] as const),
    ...(glossary.isUsable
      ? [['/glossary/', new Set(glossary.entries.map(({ id }) => id))] as const]
      : []),
    ...slugs
      .filter((slug) => !readable.has(slug))
      .map((slug) => [pathOf(slug), undefined] as const),
    ...written.map((guide) => {
      const article = guide.articles[locale];
      return [pathOf(guide.slug), article && pageAnchors(guide, article)] as const;
    }),
  ]);
}

function pathOf(slug: string): string {
  return `/guides/${slug}/`;
}

function checkLink({ url, place }: LinkUse, page: string, targets: Targets): Problem[] {
  if (/^[a-z][a-z0-9+.-]*:/i.test(url)) return [];
  if (url.startsWith('/')) return [problem('link-absolute', place, { name: url })];
  const base = new URL(page, 'https://site.invalid');
  const target = new URL(url, base);
  const path = target.pathname;
  if (!targets.has(path)) return [problem('link-broken', place, { name: url })];
  const anchor = decodeURIComponent(target.hash.slice(1));
  const anchors = targets.get(path);
  if (!anchor || !anchors || anchors.has(anchor)) return [];
  return [
    problem('anchor-broken', place, { name: anchor, owner: path === page ? 'this page' : path }),
  ];
}
