import { join } from 'node:path';
import type { RegionFault, RegionSource } from '../lib/snippets/regions.ts';
import { findRegions } from '../lib/snippets/regions.ts';
import type { GuideData } from '../schemas/guide.ts';
import type { Problem, ProblemCode } from './problem.ts';
import { problem } from './problem.ts';
import { readSource, requireSource } from './read-source.ts';

const sources = [
  { file: 'repro.py', language: 'python' },
  { file: 'commands.sh', language: 'bash' },
] as const;

type RegionCode = Extract<ProblemCode, `region-${RegionFault}`>;

/**
 * Reads the regions of a guide's `repro.py`, without which no guide is written, and of `commands.sh`. Their names are
 * one set.
 */
export function readRegions(
  contentDir: string,
  dir: string,
  state: GuideData['state'] | undefined,
): { regions: Record<string, RegionSource>; problems: Problem[] } {
  const regions: Record<string, RegionSource> = {};
  const problems: Problem[] = [];
  for (const { file, language } of sources) {
    const read = state === 'written' && file === 'repro.py' ? requireSource : readSource;
    const source = read(contentDir, join(dir, file));
    problems.push(...source.problems);
    const place = (line: number) => ({ file: source.file, line, column: 1 });
    const found = findRegions(source.text ?? '');
    for (const { fault, name, line } of found.problems) {
      const code: RegionCode = `region-${fault}`;
      problems.push(problem(code, place(line), { name }));
    }
    const taken = new Set(Object.keys(regions));
    for (const region of found.regions) {
      if (taken.has(region.name)) {
        problems.push(
          problem('region-duplicate', place(region.startLine - 1), { name: region.name }),
        );
      } else regions[region.name] ??= { ...region, language, file };
    }
  }
  return { regions, problems };
}
