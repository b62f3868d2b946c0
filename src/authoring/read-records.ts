import { join } from 'node:path';
import type { z } from 'zod';
import type { FigureRuns } from '../schemas/figure-runs.ts';
import { attentionRunsSchema, doraRunsSchema, memoryRunsSchema } from '../schemas/figure-runs.ts';
import type { PackageData } from '../schemas/package.ts';
import { packageSchema } from '../schemas/package.ts';
import { listNames } from './content-files.ts';
import type { Problem } from './problem.ts';
import { readJson } from './read-json.ts';
import { requireSource } from './read-source.ts';

/** What programs write into the content, and nobody edits. */
export interface Records {
  /** `content/packages/<name>.json`: releases and requirements, by `npm run packages:refresh`. */
  packages: readonly PackageData[];
  /** `content/figures/*.json`, by the programs of `tools/figures`; undefined where one cannot be used. */
  figures: FigureRuns | undefined;
}

/** Reads what programs have written. Packages may be absent; no figure can be built without its file. */
export function readRecords(contentDir: string): { records: Records; problems: Problem[] } {
  const problems: Problem[] = [];
  const read = <T>(path: string, schema: z.ZodType<T>, owner: string): T | undefined => {
    const found = readJson(requireSource(contentDir, join(contentDir, path)), schema, owner);
    problems.push(...found.problems);
    return found.data;
  };
  const readRuns = <T>(name: string, schema: z.ZodType<T> & WithProgram): T | undefined =>
    read(join('figures', name), schema, schema.shape.program.value);

  const packages = listNames(join(contentDir, 'packages')).flatMap(
    ({ name }) => read(join('packages', name), packageSchema, 'npm run packages:refresh') ?? [],
  );
  const attention = readRuns('attention-runs.json', attentionRunsSchema);
  const dora = readRuns('dora-runs.json', doraRunsSchema);
  const memory = readRuns('memory-runs.json', memoryRunsSchema);
  const figures = attention && dora && memory && { attention, dora, memory };
  return { records: { packages, figures }, problems };
}

/** A record names the program that wrote it. */
interface WithProgram {
  shape: { program: z.ZodLiteral<string> };
}
