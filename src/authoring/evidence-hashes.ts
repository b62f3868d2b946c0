import { createHash } from 'node:crypto';
import { hashedTexts } from '../lib/evidence/hashed-text.ts';
import type { CurrentHashes, Evidence } from '../lib/evidence/types.ts';

/** Hashes of a `repro.py` as it stands, of the same texts that `tools/repro/regions.py` hashes. */
export function currentHashes(source: string, evidence: Evidence): CurrentHashes {
  const texts = hashedTexts(source);
  const scenarios = new Map<string, string>();
  for (const { name, regions } of evidence.runs.flatMap((run) => run.scenarios)) {
    const text = texts.scenario(name, regions);
    if (text !== undefined) scenarios.set(name, sha256(text));
  }
  return { prelude: sha256(texts.prelude), scenarios };
}

/** SHA-256 of a text in UTF-8, in hexadecimal. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
