import { locales } from '../../lib/locale.ts';
import type { ArticleSource, TermUse } from '../article-source.ts';
import type { Problem } from '../problem.ts';
import { problem } from '../problem.ts';
import type { Content } from '../read-content.ts';
import type { WrittenGuide } from '../written.ts';
import { isWritten } from '../written.ts';

/**
 * Marked terms exist, once an article and alike in both languages; and what the glossary explains
 * and articles say is marked in one of them at least.
 */
export function checkTerms({ guides, glossary }: Content): Problem[] {
  const written = guides.filter(isWritten);
  const articles = written.flatMap(articlesOf);
  const known = glossary.entries.map(({ id }) => id);
  return [
    ...articles.flatMap(checkRepeated),
    ...written.flatMap(compareLanguages),
    ...(glossary.isUsable ? articles.flatMap(termsOf) : [])
      .filter(({ id }) => !known.includes(id))
      .map(({ id, place }) => problem('term-unknown', place, { name: id })),
  ];
}

function articlesOf({ articles }: WrittenGuide): ArticleSource[] {
  return locales.flatMap((locale) => articles[locale] ?? []);
}

function termsOf({ sections }: ArticleSource): TermUse[] {
  return sections.flatMap(({ terms }) => terms);
}

function checkRepeated(article: ArticleSource): Problem[] {
  const uses = termsOf(article);
  const ids = uses.map(({ id }) => id);
  return uses.flatMap(({ id, place }, index) =>
    ids.indexOf(id) < index ? [problem('term-repeated', place, { name: id })] : [],
  );
}

/** The sets are compared, not the places: either language may name a term first elsewhere. */
function compareLanguages({ articles: { en, zh } }: WrittenGuide): Problem[] {
  if (!en || !zh) return [];
  const [own, other] = [termsOf(zh), termsOf(en)];
  const lone = [...missing(other, own), ...missing(own, other)];
  const detail = lone.map(({ id }) => id).join(', ');
  const place = { file: zh.file, line: 1, column: 1 };
  return detail ? [problem('terms-differ', place, { locale: en.locale, detail })] : [];
}

/** The uses of `from` whose term `uses` does not have. */
function missing(uses: readonly TermUse[], from: readonly TermUse[]): TermUse[] {
  return from.filter(({ id }) => !uses.some((use) => use.id === id));
}
