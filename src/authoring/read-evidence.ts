import { join } from 'node:path';
import type { CurrentHashes, Evidence } from '../lib/evidence/types.ts';
import { evidenceSchema } from '../schemas/evidence.ts';
import { readText } from './content-files.ts';
import { currentHashes } from './evidence-hashes.ts';
import type { Place, Problem } from './problem.ts';
import { readJson } from './read-json.ts';
import { readSource } from './read-source.ts';

/** What a guide's runs recorded, and the hashes of its code as it stands. */
export interface EvidenceSource {
  record: Evidence;
  hashes: CurrentHashes;
  place: Place;
}

/** Reads `evidence.json`; absent evidence is no problem here. */
export function readEvidence(
  contentDir: string,
  dir: string,
): { evidence: EvidenceSource | undefined; problems: Problem[] } {
  const source = readSource(contentDir, join(dir, 'evidence.json'));
  const { data: record, problems } = readJson(source, evidenceSchema, 'tools/repro/run.py');
  if (!record) return { evidence: undefined, problems };
  const hashes = currentHashes(readText(join(dir, 'repro.py')) ?? '', record);
  return {
    evidence: { record, hashes, place: { file: source.file, line: 1, column: 1 } },
    problems,
  };
}
