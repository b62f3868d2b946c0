import { join } from 'node:path';
import { labelOf, readText } from './content-files.ts';
import type { Problem } from './problem.ts';
import { problem } from './problem.ts';

/** Reads `evidence.json` as it is; absent evidence is no problem. */
export function readEvidence(
  contentDir: string,
  dir: string,
): { evidence: unknown; problems: Problem[] } {
  const path = join(dir, 'evidence.json');
  const text = readText(path);
  if (text === undefined) return { evidence: undefined, problems: [] };
  try {
    return { evidence: JSON.parse(text), problems: [] };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    // Node ends most of these messages with "(line 3 column 5)"; an unexpected end has no position.
    const [, line = '1', column = '1'] = /\(line (\d+) column (\d+)\)/.exec(detail) ?? [];
    const place = { file: labelOf(contentDir, path), line: Number(line), column: Number(column) };
    return { evidence: undefined, problems: [problem('json-syntax', place, { detail })] };
  }
}
