/** Which guides come into question, by the words that were looked up. */
import { speller } from '../spelling.ts';
import { wordsOf } from './keys.ts';
import type { Plan } from './plan.ts';
import { shardTuning } from './tuning.ts';
import type { ShardIndex, WordShard } from './types.ts';

/** What a key of the text led to. */
export interface Found {
  /** The key itself, or the known word that was meant. */
  readonly key: string;
  readonly isSpelt: boolean;
  readonly guides: readonly number[];
}

/** Looks the keys up in the shards that have come. */
export function lookUp(plan: Plan, shards: ReadonlyMap<number, WordShard>): Map<string, Found> {
  const found = new Map<string, Found>();
  for (const [number, { words, guides }] of shards) {
    const places = new Map(words.split(' ').map((word, at) => [word, at]));
    const spell = speller([...places.keys()].filter((key) => wordsOf(key).length === 1));
    for (const [asked, { shard, weight }] of plan) {
      if (shard !== number) continue;
      const isSpelt = !places.has(asked);
      // Pairs and parts are found through other words where they are misspelt.
      const key = isSpelt && weight === 1 ? spell(asked) : asked;
      const at = key === null ? undefined : places.get(key);
      if (key !== null && at !== undefined)
        found.set(asked, { key, isSpelt, guides: summed(guides[at]!) });
    }
  }
  return found;
}

function summed(distances: readonly number[]): number[] {
  let place = 0;
  return distances.map((distance) => (place += distance));
}

/** The shards of the guides that share the rarest words with a line of the text, best first. */
export function selectShards(
  plan: Plan,
  found: ReadonlyMap<string, Found>,
  index: ShardIndex,
): number[] {
  const asked = new Set([...plan.values()].map(({ shard }) => shard)).size;
  const most = Math.floor((shardTuning.cost - asked) / shardTuning.guideCost);
  const shards = new Set<number>();
  for (const guide of inTurns(sharedWith(plan, found, index))) {
    if (shards.size >= most) break;
    shards.add(Math.floor(guide / index.guidesPerShard));
  }
  return [...shards];
}

/** How much each guide shares with each line of the text. */
type Shared = ReadonlyMap<number, ReadonlyMap<number, number>>;

function sharedWith(plan: Plan, found: ReadonlyMap<string, Found>, index: ShardIndex): Shared {
  const shared = new Map<number, Map<number, number>>();
  for (const [asked, { guides, isSpelt }] of found) {
    const { weight, line, endOf } = plan.get(asked)!;
    if (endOf !== undefined && found.get(endOf)?.isSpelt === false) continue;
    const rarity = Math.log(1 + index.guides / guides.length);
    const doubt = asked.length === 1 ? shardTuning.letter : isSpelt ? shardTuning.spelt : 1;
    for (const guide of guides) {
      const own = shared.get(guide) ?? new Map<number, number>();
      shared.set(guide, own.set(line, (own.get(line) ?? 0) + weight * rarity * doubt));
    }
  }
  return shared;
}

/**
 * The best guides of all, and between them those of the most telling lines: a hint that follows many errors may
 * share more with some guide than the error does with its own.
 */
function inTurns(shared: Shared): number[] {
  const guides = [...shared];
  const numbers = new Set(guides.flatMap(([, own]) => [...own.keys()]));
  const lines = [...numbers].sort((a, b) => a - b).slice(0, shardTuning.lines);
  const best = ranked(guides.map(([guide, own]) => [guide, worth(own, Math.max(...own.values()))]));
  const bestOf = lines.map((line) =>
    ranked(
      guides.flatMap(([guide, own]) =>
        own.has(line) ? [[guide, worth(own, own.get(line)!)] as const] : [],
      ),
    ),
  );
  return best.flatMap((guide, at) => {
    const round = Math.floor(at / shardTuning.overall);
    if (at % shardTuning.overall > 0) return [guide];
    return [guide, ...bestOf.flatMap((line) => line[round] ?? [])];
  });
}

/** What a guide shares with one line, and some of what it shares with others. */
function worth(own: ReadonlyMap<number, number>, line: number): number {
  const total = [...own.values()].reduce((sum, one) => sum + one, 0);
  return line + (total - line) * shardTuning.otherLines;
}

function ranked(guides: (readonly [guide: number, score: number])[]): number[] {
  return guides.sort(([a, more], [b, less]) => less - more || a - b).map(([guide]) => guide);
}
