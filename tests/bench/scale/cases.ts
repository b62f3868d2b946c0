/** What the benchmark of many guides asks, by kind. */
import { loadRows, type Corpus } from '../../eval/corpus.ts';
import { perturbations, seeded } from '../../eval/perturb.ts';
import type { Example } from '../../eval/stress.ts';

export interface Case {
  text: string;
  /** Slugs of the right guides. */
  right: readonly string[];
}

const changes = [
  'unchanged',
  'inside a launcher log',
  'three typos',
  'second half cut',
  'first 40 % cut',
] as const;

/** Messages of synthetic guides, printed and changed; printed messages and labelled pastes of the real ones. */
export function casesOf(
  real: Corpus,
  synthetic: readonly Example[],
  count: number,
): Map<string, Case[]> {
  const random = seeded(count);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const sample = Array.from({ length: count }, () => pick(synthetic));
  const kinds = changes.map((name): [string, Case[]] => [
    name === 'unchanged' ? 'printed' : name,
    sample.map(({ slug, text }) => ({ right: [slug], text: perturbations[name]!(text, random) })),
  ]);
  const step = Math.max(1, Math.floor(real.examples.length / count));
  const printed = real.examples.filter((_, at) => at % step === 0);
  const known = new Set(real.signatures.map(({ slug }) => slug));
  const rows = loadRows('dev').filter(({ guide }) => guide !== null && known.has(guide));
  return new Map([
    ...kinds,
    ['real guides, printed', printed.map(({ slug, text }) => ({ right: [slug], text }))],
    [
      'real guides, dev.jsonl',
      rows.map(({ guide, also, text }) => ({ right: [guide!, ...(also ?? [])], text })),
    ],
  ]);
}
