import { validRange } from '@renovatebot/pep440';
import type { Content } from '../read-content.ts';
import type { YamlPath } from '../located-yaml.ts';
import type { Problem } from '../problem.ts';
import { problem } from '../problem.ts';

/** `content/hardware.yaml`: ranges that can be read, ids that are unique, guides that exist. */
export function checkHardware({ hardware: { data, at }, slugs }: Content): Problem[] {
  if (!data) return [];
  const guide = (owner: string, name: string | null, path: YamlPath): Problem[] =>
    name === null || slugs.includes(name)
      ? []
      : [problem('reference-dangling', at(path), { owner, name })];
  return [
    ...data.features.flatMap(({ id, guide: slug }, index) => [
      ...guide(id, slug, ['features', index, 'guide']),
      ...(data.features.findIndex((other) => other.id === id) === index
        ? []
        : [
            problem('id-duplicate', at(['features', index, 'id']), { owner: 'features', name: id }),
          ]),
    ]),
    ...Object.entries(data.mismatches).flatMap(([id, { guide: slug }]) =>
      guide(id, slug, ['mismatches', id, 'guide']),
    ),
    ...data.torch_builds.flatMap(({ torch }, index) =>
      validRange(torch)
        ? []
        : [
            problem('range-invalid', at(['torch_builds', index, 'torch']), {
              owner: 'torch',
              name: torch,
            }),
          ],
    ),
  ];
}
