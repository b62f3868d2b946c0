import { join } from 'node:path';
import type { CurrentHashes, Evidence } from '../lib/evidence/types.ts';
import { evidenceSchema } from '../schemas/evidence.ts';
import { labelOf, readText } from './content-files.ts';
import { currentHashes } from './evidence-hashes.ts';
import type { Place, Problem } from './problem.ts';
import { problem } from './problem.ts';

/** What a guide's runs recorded, and the hashes of its code as it stands. */
export interface EvidenceSource {
  record: Evidence;
  hashes: CurrentHashes;
  place: Place;
}

/** Reads `evidence.json`; absent evidence is no problem. */
export function readEvidence(
  contentDir: string,
  dir: string,
): { evidence: EvidenceSource | undefined; problems: Problem[] } {
  const path = join(dir, 'evidence.json');
  const text = readText(path);
  if (text === undefined) return { evidence: undefined, problems: [] };
  const place = { file: labelOf(contentDir, path), line: 1, column: 1 };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    // Node ends most of these messages with "(line 3 column 5)"; an unexpected end has no position.
    const [, line = '1', column = '1'] = /\(line (\d+) column (\d+)\)/.exec(detail) ?? [];
    const at = { ...place, line: Number(line), column: Number(column) };
    return { evidence: undefined, problems: [problem('json-syntax', at, { detail })] };
  }
  const { success, data: record, error } = evidenceSchema.safeParse(json);
  if (!success) {
    const problems = error.issues.map(({ path: where, message }) =>
      problem('evidence-schema', place, { detail: `${where.join('.')}: ${message}` }),
    );
    return { evidence: undefined, problems };
  }
  const hashes = currentHashes(readText(join(dir, 'repro.py')) ?? '', record);
  return { evidence: { record, hashes, place }, problems: [] };
}
