/** The first answer of a freshly loaded page: exact hits alone, with the least code and data. */
import { claims } from './claims.ts';
import { wholeCharacters } from './lines.ts';
import { literalHits, type Ranked } from './literal-hits.ts';
import type { CompiledIndex } from './open.ts';
import { read } from './reading.ts';
import type { Hit } from './types.ts';

const MAX_SHOWN_LINE = 300;

/**
 * The exact hits alone, which are the first hits of `find`: their reasons and causes are still open. Wrappers are
 * left to `find`, which may rank them lower.
 */
export function findExact(text: string, index: CompiledIndex): Hit[] {
  const reading = read(text);
  return literalHits({ ...reading, claims: claims(reading.stream, index) }, index)
    .filter(({ group, isSpecific }) => group === 'exact' && isSpecific)
    .map((ranked) => toHit(ranked, index));
}

/** A ranked guide as it is answered, before it is said why. */
export function toHit({ guide, group, score, line }: Ranked, index: CompiledIndex): Hit {
  const { slug, state } = index.guides[guide]!;
  return {
    slug,
    state,
    group,
    cause: null,
    score: Math.round(Math.min(1, score) * 1000) / 1000,
    line: line === null ? null : wholeCharacters(line.slice(0, MAX_SHOWN_LINE)),
    reasons: [],
  };
}
