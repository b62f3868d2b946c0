/** The finder's stages in order. Every stage is pure; this file only connects them. */
import { affinities } from './affinity.ts';
import { aliasHits } from './alias.ts';
import { rankCauses, decidingCause, type Paste } from './causes.ts';
import { claims } from './claims.ts';
import { clean } from './clean.ts';
import type { CompiledIndex } from './compile.ts';
import { frameEvidence } from './evidence.ts';
import { splitLines } from './lines.ts';
import { tokenStream } from './literal.ts';
import { overlaps } from './overlap.ts';
import { group, type Ranked } from './rank.ts';
import { reason } from './reasons.ts';
import { salientLines } from './salience.ts';
import type { FindOptions, Hit } from './types.ts';

const LIMIT = 8;
const MAX_SHOWN_LINE = 300;

/** Guides that answer the text, best first: `exact`, then `likely`, then `related`. */
export function find(text: string, index: CompiledIndex, options: FindOptions): Hit[] {
  const cleaned = clean(text);
  const lines = splitLines(cleaned);
  const stream = tokenStream(lines);
  const salient = salientLines(lines);
  const ranked = group(
    {
      stream,
      salient,
      claims: claims(stream, index),
      overlaps: overlaps(salient, lines, index),
      affinities: affinities(salient, index),
      aliases: aliasHits(lines, index),
      frames: frameEvidence(lines, index),
    },
    index,
  );
  const paste = { cleaned, lines };
  return ranked.slice(0, options.limit ?? LIMIT).map((one) => hit(one, paste, index, options));
}

function hit(ranked: Ranked, paste: Paste, index: CompiledIndex, options: FindOptions): Hit {
  const signature = index.signatures[ranked.guide]!;
  const cause =
    ranked.group === 'related' ? null : decidingCause(rankCauses(signature.causes, paste, options));
  const reasons = ranked.reasons.map(({ code, detail }) => reason(code, options.locale, detail));
  return {
    slug: signature.slug,
    state: signature.state,
    group: ranked.group,
    cause: cause?.id ?? null,
    score: Math.round(Math.min(1, ranked.score) * 1000) / 1000,
    line: ranked.line?.slice(0, MAX_SHOWN_LINE) ?? null,
    reasons: [...reasons, ...(cause?.reasons ?? [])],
  };
}
