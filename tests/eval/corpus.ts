import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadGuideData } from '../../src/authoring/signatures.ts';
import { toSignature } from '../../src/lib/finder/signature.ts';
import type { Signature } from '../../src/lib/finder/index.ts';
import type { Row } from './measure.ts';
import type { Example } from './stress.ts';

const root = new URL('../../', import.meta.url);

export interface Corpus {
  signatures: Signature[];
  /** Printed instances of each message. */
  examples: Example[];
}

/** All guides as the finder sees them, with the printed examples of their messages. */
export function loadCorpus(): Corpus {
  const guides = loadGuideData(fileURLToPath(new URL('content', root)));
  return {
    signatures: guides.map(({ slug, data }) => toSignature(slug, data)),
    examples: guides.flatMap(({ slug, data }) =>
      data.messages.flatMap(({ id, template, examples }) =>
        examples.map((text) => ({ slug, message: id, template, text })),
      ),
    ),
  };
}

/** Sets of labelled pastes; `docs/finder.md` says who wrote them when, and what was changed for them. */
export const pasteSets = [
  'dev',
  'held-out',
  'fresh',
  'fresh-2',
  'fresh-3',
  'fresh-4',
  'fresh-5',
  'fresh-6',
  'fresh-7',
  'fresh-8',
] as const;

export function loadRows(name: (typeof pasteSets)[number]): Row[] {
  const text = readFileSync(new URL(`tests/fixtures/pastes/${name}.jsonl`, root), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
}
