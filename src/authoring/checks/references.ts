import type { GuideSource } from '../guide-source.ts';
import type { YamlPath } from '../located-yaml.ts';
import type { Content } from '../read-content.ts';
import type { Problem } from '../problem.ts';
import { problem } from '../problem.ts';

interface Reference {
  owner: string;
  name: string;
  path: YamlPath;
}

/** Whatever one part of a guide names must exist: other guides, sources and causes. */
export function checkReferences({ guides, slugs }: Content): Problem[] {
  return guides.flatMap((guide) => {
    const sources = guide.data.sources.map(({ id }) => id);
    return [
      ...guideReferences(guide).flatMap((reference) =>
        checkGuideReference(guide, reference, slugs),
      ),
      ...sourceReferences(guide).flatMap((reference) => checkKnown(guide, reference, sources)),
      ...causeReferences(guide),
    ];
  });
}

function checkGuideReference(
  guide: GuideSource,
  reference: Reference,
  slugs: readonly string[],
): Problem[] {
  const { owner, name, path } = reference;
  if (name === guide.slug) return [problem('reference-self', guide.at(path), { owner, name })];
  return checkKnown(guide, reference, slugs);
}

function checkKnown(
  guide: GuideSource,
  { owner, name, path }: Reference,
  known: readonly string[],
): Problem[] {
  return known.includes(name)
    ? []
    : [problem('reference-dangling', guide.at(path), { owner, name })];
}

function guideReferences({ data }: GuideSource): Reference[] {
  return [
    ...listed('related', ['related'], data.related),
    ...(data.state === 'written' ? data.impossible_on : []).flatMap(({ guide }, index) =>
      guide
        ? [{ owner: 'impossible_on', name: guide, path: ['impossible_on', index, 'guide'] }]
        : [],
    ),
    ...data.near_misses.flatMap(({ guide }, index) =>
      guide === null
        ? []
        : [{ owner: 'near_misses', name: guide, path: ['near_misses', index, 'guide'] }],
    ),
  ];
}

function sourceReferences({ data }: GuideSource): Reference[] {
  if (data.state !== 'written') return [];
  return (['causes', 'fixes', 'unhelpful'] as const).flatMap((list) =>
    data[list].flatMap(({ id, sources }, index) =>
      listed(`sources of ${id}`, [list, index, 'sources'], sources),
    ),
  );
}

function causeReferences(guide: GuideSource): Problem[] {
  const { data } = guide;
  if (data.state !== 'written') return [];
  const known = data.causes.map(({ id }) => id);
  return data.fixes
    .flatMap(({ id, causes }, index) =>
      listed(`causes of ${id}`, ['fixes', index, 'causes'], causes),
    )
    .flatMap((reference) => checkKnown(guide, reference, known));
}

function listed(owner: string, path: YamlPath, names: readonly string[]): Reference[] {
  return names.map((name, index) => ({ owner, name, path: [...path, index] }));
}
