import type { Content } from '../read-content.ts';
import type { Place, Problem } from '../problem.ts';
import { problem } from '../problem.ts';

/** Long enough to name an error, short enough for a file and a line. */
const slugForm = /^(?=.{3,60}$)[a-z0-9]+(?:-[a-z0-9]+)*$/;

/**
 * Slugs are permanent addresses: well formed, unlike one another, and never used again after
 * retirement.
 */
export function checkSlugs({ slugs, retired }: Pick<Content, 'slugs' | 'retired'>): Problem[] {
  // Folders that differ only in case are one folder on some systems, and one address on some hosts.
  const byLowerCase = new Map(slugs.map((slug) => [slug.toLowerCase(), slug]));
  const problems = slugs.flatMap((slug) => {
    const place: Place = { file: `content/guides/${slug}`, line: 1, column: 1 };
    const owner = byLowerCase.get(slug.toLowerCase()) ?? slug;
    return [
      ...(slugForm.test(slug) ? [] : [problem('slug-not-kebab', place, { name: slug })]),
      ...(owner === slug ? [] : [problem('slug-duplicate', place, { name: slug, owner })]),
    ];
  });
  return [...problems, ...checkRetired({ slugs, retired })];
}

function checkRetired({ slugs, retired }: Pick<Content, 'slugs' | 'retired'>): Problem[] {
  return retired.entries.flatMap(({ slug, successor }, index) => {
    const problems: Problem[] = [];
    const isRepeated = retired.entries.findIndex((other) => other.slug === slug) < index;
    if (isRepeated) {
      problems.push(
        problem('id-duplicate', retired.at([index, 'slug']), { owner: 'retired.yaml', name: slug }),
      );
    }
    if (slugs.includes(slug))
      problems.push(problem('retired-lives', retired.at([index, 'slug']), { name: slug }));
    if (successor !== null && !slugs.includes(successor)) {
      const place = retired.at([index, 'successor']);
      problems.push(problem('retired-successor', place, { owner: slug, name: successor }));
    }
    return problems;
  });
}
