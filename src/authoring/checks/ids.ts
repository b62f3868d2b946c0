import type { GuideSource } from '../guide-source.ts';
import type { YamlPath } from '../located-yaml.ts';
import type { Content } from '../read-content.ts';
import type { Place, Problem } from '../problem.ts';
import { problem } from '../problem.ts';

/** The glossary's ids become anchors: they are unique, and it is sorted by them. */
export function checkGlossaryIds({ glossary }: Content): Problem[] {
  const terms = glossary.entries.map(({ id }) => id);
  return [
    ...repeated('glossary.yaml', terms, (index) => glossary.at([index, 'id'])),
    ...checkSorted(terms, (index) => glossary.at([index, 'id'])),
  ];
}

/** Ids are unique where they become anchors. */
export function checkIds({ data, at }: GuideSource): Problem[] {
  const lists: Record<string, readonly { id: string }[]> =
    data.state === 'written'
      ? {
          ...{ messages: data.messages, causes: data.causes, fixes: data.fixes },
          ...{ unhelpful: data.unhelpful, sources: data.sources },
        }
      : { messages: data.messages, sources: data.sources };
  const ids = Object.entries(lists).flatMap(([owner, entries]) =>
    repeated(
      owner,
      entries.map(({ id }) => id),
      (index) => at([owner, index, 'id']),
    ),
  );
  const regions = data.state === 'written' ? listRegions(data.fixes) : [];
  const names = regions.map(({ name }) => name);
  return [...ids, ...repeated('regions', names, (index) => at(regions[index]?.path ?? []))];
}

function listRegions(
  fixes: readonly { regions: readonly { name: string }[] }[],
): { name: string; path: YamlPath }[] {
  return fixes.flatMap(({ regions }, fix) =>
    regions.map(({ name }, index) => ({ name, path: ['fixes', fix, 'regions', index, 'name'] })),
  );
}

function repeated(owner: string, ids: readonly string[], at: (index: number) => Place): Problem[] {
  return ids.flatMap((name, index) =>
    ids.indexOf(name) < index ? [problem('id-duplicate', at(index), { owner, name })] : [],
  );
}

function checkSorted(ids: readonly string[], at: (index: number) => Place): Problem[] {
  return ids.flatMap((name, index) => {
    const owner = ids[index - 1];
    return owner !== undefined && name < owner
      ? [problem('order-wrong', at(index), { name, owner })]
      : [];
  });
}
