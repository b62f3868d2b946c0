import { expect, it } from 'vitest';
import { readContent } from '../../src/authoring/read-content.ts';
import type { WrittenGuide } from '../../src/authoring/written.ts';
import { isWritten } from '../../src/authoring/written.ts';
import type { ArticleSource } from '../../src/authoring/article-source.ts';
import type { Locale } from '../../src/lib/locale.ts';

/** How long an article's prose may be, code left out: English words, Chinese characters. */
const budgets = {
  en: {
    least: 700,
    most: 1500,
    mostOfMany: 2500,
    unit: 'words',
    of: /[\p{L}\p{N}][\p{L}\p{N}'’.,-]*/gu,
  },
  zh: { least: 1200, most: 2500, mostOfMany: 2500, unit: '汉字', of: /\p{Script=Han}/gu },
} as const satisfies Record<Locale, unknown>;

/** From this number of causes on, a guide may take as much space as the flagship. */
const manyCauses = 7;

it('every article is long enough to answer, and short enough to be read in a hurry', () => {
  const { content } = readContent('content');
  const articles = content.guides
    .filter(isWritten)
    .flatMap((guide) => Object.values(guide.articles).map((article) => ({ guide, article })));
  expect(articles.length).toBeGreaterThan(0);
  expect(articles.flatMap(({ guide, article }) => complaint(guide, article))).toEqual([]);
});

function complaint({ data }: WrittenGuide, { locale, file, sections }: ArticleSource): string[] {
  const { least, most, mostOfMany, unit, of } = budgets[locale];
  const limit = data.causes.length >= manyCauses ? mostOfMany : most;
  const length = sections.flatMap(({ text }) => text.match(of) ?? []).length;
  if (length < least) {
    return [
      `${file}: ${length} ${unit}, at least ${least}: a cause, a check or a cost is too thin; add what is true, no padding`,
    ];
  }
  return length > limit
    ? [
        `${file}: ${length} ${unit}, at most ${limit}: cut what a reader in a hurry skips, or make it a guide of its own`,
      ]
    : [];
}
