/** Which guides answer a text: all stages but the last, which tells their causes. */
import { claims } from './claims.ts';
import { frameEvidence } from './evidence.ts';
import { toHit } from './exact.ts';
import type { Ranked } from './literal-hits.ts';
import type { TokenStream } from './literal.ts';
import type { CompiledIndex } from './open.ts';
import { overlaps } from './overlap.ts';
import { group } from './rank.ts';
import type { Reading } from './reading.ts';
import { salientLines } from './salience.ts';
import { speltClaims } from './spelt.ts';
import { textsOf, type TextIndex } from './text-index.ts';
import type { Hit } from './types.ts';

const LIMIT = 8;
/** So much a line gains by its words: as much as by the name of an exception, and a little more. */
const MOST_POINTS = 4;

/** The best guides, eight where no other number is given. */
export function rankedHits(reading: Reading, index: CompiledIndex, limit = LIMIT): Ranked[] {
  const { stream, salient, lines } = reading;
  const texts = textsOf(index);
  const compared = salientLines(lines, knownWords(stream, texts));
  const evidence = {
    stream,
    salient,
    compared,
    claims: claims(stream, index),
    spelt: speltClaims(compared, index, texts),
    ...overlaps(compared, lines, texts),
    frames: frameEvidence(lines, index),
  };
  return group(evidence, index).slice(0, limit);
}

/** How much each line shares with the guides: a point for a rare word. */
function knownWords({ tokens, lineOf, lines }: TokenStream, { words }: TextIndex): Float64Array {
  const points = new Float64Array(lines.length);
  tokens.forEach((token, at) => {
    points[lineOf[at]!]! += words.points(token);
  });
  return points.map((sum) => Math.min(MOST_POINTS, sum));
}

/** The hits of `find` before reasons and causes are told. */
export function findHits(reading: Reading, index: CompiledIndex): Hit[] {
  return rankedHits(reading, index).map((ranked) => toHit(ranked, index));
}
