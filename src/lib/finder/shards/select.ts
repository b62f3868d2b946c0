/** Which guides come into question, by the words that were looked up. */
import { speller } from '../spelling.ts';
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
    const spell = speller(places.keys());
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
  const most = Math.min(shardTuning.guideShards, shardTuning.shards - asked);
  const shards = new Set<number>();
  for (const [guide] of scores(plan, found, index)) {
    if (shards.size >= most) break;
    shards.add(Math.floor(guide / index.guidesPerShard));
  }
  return [...shards];
}

/** Guides by how much they share with their best line, and some of what they share with others. */
function scores(
  plan: Plan,
  found: ReadonlyMap<string, Found>,
  index: ShardIndex,
): (readonly [guide: number, score: number])[] {
  const lines = new Map<number, Map<number, number>>();
  for (const [asked, { guides, isSpelt }] of found) {
    const { weight, line } = plan.get(asked)!;
    const rarity = Math.log(1 + index.guides / guides.length);
    const says = weight * rarity * (isSpelt ? shardTuning.spelt : 1);
    for (const guide of guides) {
      const own = lines.get(guide) ?? new Map<number, number>();
      lines.set(guide, own.set(line, (own.get(line) ?? 0) + says));
    }
  }
  return [...lines]
    .map(([guide, own]) => {
      const all = [...own.values()];
      const most = Math.max(...all);
      const total = all.reduce((sum, one) => sum + one, 0);
      return [guide, most + (total - most) * shardTuning.otherLines] as const;
    })
    .sort(([a, more], [b, less]) => less - more || a - b);
}
