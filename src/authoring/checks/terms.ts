import type { Locale } from '../../lib/locale.ts';
import { locales } from '../../lib/locale.ts';
import type { GlossaryEntry } from '../../schemas/glossary.ts';
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
  const marked = new Set(articles.flatMap(linkedTerms));
  return [
    ...articles.flatMap(checkRepeated),
    ...written.flatMap(compareLanguages),
    ...(glossary.isUsable ? articles.flatMap(termsOf) : [])
      .filter(({ id }) => !known.includes(id))
      .map(({ id, place }) => problem('term-unknown', place, { name: id })),
    ...glossary.entries.flatMap((entry, index) =>
      !marked.has(entry.id) && articles.some((article) => says(article, entry))
        ? [problem('term-unmarked', glossary.at([index, 'id']), { name: entry.id })]
        : [],
    ),
  ];
}

function articlesOf({ articles }: WrittenGuide): ArticleSource[] {
  return locales.flatMap((locale) => articles[locale] ?? []);
}

function termsOf({ sections }: ArticleSource): TermUse[] {
  return sections.flatMap(({ terms }) => terms);
}

/** Ids of the terms that an article leads to, marked or by a link of its own. */
function linkedTerms(article: ArticleSource): string[] {
  const links = article.sections.flatMap(({ links: all }) => all);
  return [
    ...termsOf(article).map(({ id }) => id),
    ...links.flatMap(({ url }) => /\/glossary\/#(.+)$/.exec(url)?.[1] ?? []),
  ];
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

/** Whether an article's prose has the term as the glossary spells it. */
function says({ locale, sections }: ArticleSource, entry: GlossaryEntry): boolean {
  const spelling = spellingOf(entry, locale);
  // A sentence may begin with "Kernel"; "zero" is not ZeRO.
  const isCommon = spelling === spelling.toLowerCase();
  return sections.some(({ text }) => hasWord(isCommon ? text.toLowerCase() : text, spelling));
}

/** `LoRA（低秩适配）` is looked for as `LoRA`. */
function spellingOf(entry: GlossaryEntry, locale: Locale): string {
  return entry[locale].term.replace(/[（(].*$/u, '').trim();
}

/** Whether `word` stands in `text` and is not part of a longer Latin word. */
function hasWord(text: string, word: string): boolean {
  const isLatin = (character = ''): boolean => /[a-z0-9_]/i.test(character);
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (!isLatin(text[at - 1]) && !isLatin(text[at + word.length])) return true;
  }
  return false;
}
