import { undrawable } from '../../cards/coverage.ts';
import type { GuideSource } from '../guide-source.ts';
import type { YamlPath } from '../located-yaml.ts';
import type { Problem } from '../problem.ts';
import { problem } from '../problem.ts';
import { isWritten } from '../written.ts';

/** The social cards of a guide can be drawn: a build stops at a character that no font has. */
export function checkCards(guide: GuideSource): Problem[] {
  if (!isWritten(guide)) return [];
  const { headline, exception = '', titles } = guide.data;
  const texts: { text: string; path: YamlPath }[] = [
    { text: headline, path: ['headline'] },
    { text: exception, path: ['exception'] },
    ...Object.entries(titles).map(([locale, text]) => ({ text, path: ['titles', locale] })),
  ];
  return texts.flatMap(({ text, path }) => {
    // Some have no shape that could be printed.
    const name = undrawable(text).map((character) => JSON.stringify(character));
    if (name.length === 0) return [];
    return [problem('card-undrawable', guide.at(path), { name: name.join(', ') })];
  });
}
