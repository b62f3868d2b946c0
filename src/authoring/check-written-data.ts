import { join } from 'node:path';
import { attentionRunsSchema, doraRunsSchema, memoryRunsSchema } from '../schemas/figure-runs.ts';
import { packageSchema } from '../schemas/package.ts';
import { listNames } from './content-files.ts';
import type { Problem } from './problem.ts';
import { readJson } from './read-json.ts';
import { requireSource } from './read-source.ts';

/** Without one of these no figure can be built. */
const figureRuns = {
  'attention-runs.json': attentionRunsSchema,
  'dora-runs.json': doraRunsSchema,
  'memory-runs.json': memoryRunsSchema,
};

/** What programs write into `content/packages` and `content/figures`; Astro reads it, and says less where it cannot. */
export function checkWrittenData(contentDir: string): Problem[] {
  const sourceOf = (...path: string[]) => requireSource(contentDir, join(contentDir, ...path));
  const packages = listNames(join(contentDir, 'packages')).map(({ name }) => name);
  return [
    ...packages.flatMap(
      (name) =>
        readJson(sourceOf('packages', name), packageSchema, 'npm run packages:refresh').problems,
    ),
    ...Object.entries(figureRuns).flatMap(
      ([name, schema]) =>
        readJson<unknown>(sourceOf('figures', name), schema, schema.shape.program.value).problems,
    ),
  ];
}
