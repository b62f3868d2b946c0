import { locales } from '../../lib/locale.ts';
import type { ArticleSection, ArticleSource } from '../article-source.ts';
import type { GuideSource } from '../guide-source.ts';
import type { Problem } from '../problem.ts';
import { problem } from '../problem.ts';
import type { WrittenGuide } from '../written.ts';
import { isWritten } from '../written.ts';

const lists = [
  {
    component: 'Cause',
    list: 'causes',
    missing: 'cause-missing',
    unknown: 'cause-unknown',
    order: 'cause-order',
  },
  {
    component: 'Fix',
    list: 'fixes',
    missing: 'fix-missing',
    unknown: 'fix-unknown',
    order: 'fix-order',
  },
] as const;

/**
 * Both articles tell what `guide.yaml` lists, in its order, with the same snippets, headings and links to
 * other guides.
 */
export function checkArticles(guide: GuideSource): Problem[] {
  if (!isWritten(guide)) return [];
  return [
    ...locales.flatMap((locale) => {
      const article = guide.articles[locale];
      return article ? lists.flatMap((list) => checkList(guide, article, list)) : [];
    }),
    ...compareLanguages(guide),
  ];
}

function checkList(
  guide: WrittenGuide,
  article: ArticleSource,
  codes: (typeof lists)[number],
): Problem[] {
  const { component, list, missing, unknown, order } = codes;
  const { locale, file } = article;
  const expected = guide.data[list].map(({ id }) => id);
  const found = article.sections.flatMap((section) =>
    section.component === component && section.id !== undefined
      ? [{ id: section.id, place: section.place }]
      : [],
  );
  const ids = found.map(({ id }) => id);
  const problems: Problem[] = [];
  for (const [index, { id, place }] of found.entries()) {
    if (!expected.includes(id)) problems.push(problem(unknown, place, { name: id }));
    else if (ids.indexOf(id) < index) {
      problems.push(problem('section-repeated', place, { name: `${component} id="${id}"` }));
    }
  }
  for (const name of expected.filter((id) => !ids.includes(id))) {
    problems.push(problem(missing, { file, line: 1, column: 1 }, { name, locale }));
  }
  const common = expected.filter((id) => ids.includes(id));
  const shown = found.filter(({ id }, index) => expected.includes(id) && ids.indexOf(id) === index);
  const misplaced = shown.find(({ id }, index) => id !== common[index]);
  if (misplaced) problems.push(problem(order, misplaced.place, { name: misplaced.id }));
  return problems;
}

function compareLanguages({ articles: { en, zh } }: WrittenGuide): Problem[] {
  if (!en || !zh) return [];
  return zh.sections.flatMap((section) => {
    const other = en.sections.find(
      ({ component, id }) => component === section.component && id === section.id,
    );
    if (!other) return [];
    const name =
      section.id === undefined ? section.component : `${section.component} id="${section.id}"`;
    const context = (ids: readonly string[]) => ({
      name,
      locale: en.locale,
      detail: ids.join(', ') || 'none',
    });
    return [
      ...(same(snippetsOf(section), snippetsOf(other))
        ? []
        : [problem('snippets-differ', section.place, context(snippetsOf(other)))]),
      ...(same(figuresOf(section), figuresOf(other))
        ? []
        : [problem('figures-differ', section.place, context(figuresOf(other)))]),
      ...(same(headingsOf(section), headingsOf(other))
        ? []
        : [problem('headings-differ', section.place, context(headingsOf(other)))]),
      ...(same(guidesOf(section), guidesOf(other))
        ? []
        : [problem('links-differ', section.place, context(guidesOf(other)))]),
    ];
  });
}

function snippetsOf({ snippets }: ArticleSection): string[] {
  return snippets.map(({ region, from, lines }) =>
    [region, from && `from ${from}`, lines && `lines ${lines}`].filter(Boolean).join(' '),
  );
}

function figuresOf({ figures }: ArticleSection): string[] {
  return figures.map(({ id }) => id);
}

function headingsOf({ headings }: ArticleSection): string[] {
  return headings.flatMap(({ id }) => id ?? []);
}

/** Links to other guides; Chinese sentences may name them in another order. */
function guidesOf({ links }: ArticleSection): string[] {
  return links.flatMap(({ url }) => (/^\.\.\/[^.]/.test(url) ? url : [])).sort();
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
