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
 * Links of articles and prose pages lead to other sites by https, or to pages and anchors of this
 * one that exist; these are relative, so that they keep the language.
 */
export function checkLinks(content: Content): Problem[] {
  const written = content.guides.filter(isWritten);
  return locales.flatMap((locale) => {
    const targets = collectTargets(content, written, locale);
    const articles = written.map((guide) => ({
      page: pathOf(guide.slug),
      links: (guide.articles[locale]?.sections ?? []).flatMap(({ links }) => links),
    }));
    const prose = content.prose
      .filter((page) => page.locale === locale)
      .map(({ name, links }) => ({ page: `/${name}/`, links }));
    return [...articles, ...prose].flatMap(({ page, links }) =>
      links.flatMap((link) => checkLink(link, page, targets)),
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
  if (url.startsWith('https://') && URL.canParse(url)) return [];
  if (url.startsWith('/')) return [problem('link-absolute', place, { name: url })];
  const base = new URL(page, 'https://site.invalid');
  // Parsed as a browser does, which reads more than one spelling of "javascript:".
  const target = URL.parse(url, base);
  const [address, anchor] = url.split('#', 2);
  const isOfSite = target?.origin === base.origin && target.search === '';
  if (!isOfSite || !(address || anchor)) return [problem('link-invalid', place, { name: url })];
  const path = target.pathname;
  if (!targets.has(path)) return [problem('link-broken', place, { name: url })];
  const anchors = targets.get(path);
  if (!anchor || !anchors || anchors.has(anchor)) return [];
  return [
    problem('anchor-broken', place, { name: anchor, owner: path === page ? 'this page' : path }),
  ];
}
