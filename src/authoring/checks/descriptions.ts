import { locales } from '../../lib/locale.ts';
import { descriptionLength } from '../../schemas/article.ts';
import type { GuideSource } from '../guide-source.ts';
import type { Problem } from '../problem.ts';
import { problem } from '../problem.ts';

/** Descriptions are as long as lists of results show them. */
export function checkDescriptions({ articles }: GuideSource): Problem[] {
  return locales.flatMap((locale) => {
    const article = articles[locale];
    if (!article) return [];
    const { length } = article.data.description;
    const [shortest, longest] = descriptionLength[locale];
    if (length >= shortest && length <= longest) return [];
    return [
      problem('description-length', article.at('description'), { length, shortest, longest }),
    ];
  });
}
