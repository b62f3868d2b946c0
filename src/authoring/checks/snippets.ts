import { locales } from '../../lib/locale.ts';
import type { ArticleSource, SnippetUse } from '../article-source.ts';
import type { GuideSource } from '../guide-source.ts';
import type { Problem } from '../problem.ts';
import { problem } from '../problem.ts';
import type { WrittenGuide } from '../written.ts';
import { isWritten } from '../written.ts';

/**
 * Code on the page is code of `repro.py` and `commands.sh`, and what a fix lists is shown where the
 * fix is told.
 */
export function checkSnippets(guide: GuideSource): Problem[] {
  if (!isWritten(guide)) return [];
  return [
    ...listedRegions(guide).flatMap(({ name, path }) =>
      guide.regions[name] ? [] : [problem('region-unknown', guide.at(path), { name })],
    ),
    ...locales.flatMap((locale) => {
      const article = guide.articles[locale];
      return article ? [...checkUses(guide, article), ...checkShown(guide, article)] : [];
    }),
  ];
}

function listedRegions({ data }: WrittenGuide): { name: string; path: (string | number)[] }[] {
  return data.fixes.flatMap(({ regions }, fix) =>
    regions.map(({ name }, index) => ({ name, path: ['fixes', fix, 'regions', index, 'name'] })),
  );
}

function checkUses(guide: WrittenGuide, { sections }: ArticleSource): Problem[] {
  return sections
    .flatMap(({ snippets }) => snippets)
    .flatMap((use) => {
      const unknown = [use.region, use.from].filter(
        (name) => name !== undefined && !guide.regions[name],
      );
      const problems = unknown.map((name = '') => problem('region-unknown', use.place, { name }));
      return [...problems, ...checkLines(guide, use)];
    });
}

function checkLines({ regions }: WrittenGuide, { region, lines, place }: SnippetUse): Problem[] {
  const code = regions[region]?.code;
  if (lines === undefined || code === undefined) return [];
  const last = code.split('\n').length;
  const isLine = (text: string | undefined): boolean => Number(text) >= 1 && Number(text) <= last;
  const areLines = lines.split(',').every((part) => {
    const [, from, to = from] = /^\s*(\d+)(?:-(\d+))?\s*$/.exec(part) ?? [];
    return isLine(from) && isLine(to) && Number(from) <= Number(to);
  });
  return areLines ? [] : [problem('snippet-lines', place, { name: lines, owner: region })];
}

function checkShown(guide: WrittenGuide, { locale, sections }: ArticleSource): Problem[] {
  const quick = sections.flatMap(({ component, snippets }) =>
    component === 'QuickFix' ? snippets : [],
  );
  return guide.data.fixes.flatMap(({ id, regions }, fix) => {
    const section = sections.find(({ component, id: of }) => component === 'Fix' && of === id);
    if (!section || regions.length === 0) return [];
    const shown = new Set([...quick, ...section.snippets].map(({ region }) => region));
    const unused = regions.flatMap(({ name }, index) =>
      shown.has(name)
        ? []
        : [problem('region-unused', guide.at(['fixes', fix, 'regions', index]), { name, locale })],
    );
    if (unused.length > 0 || section.snippets.length > 0) return unused;
    return [problem('fix-without-snippet', section.place, { name: id })];
  });
}
