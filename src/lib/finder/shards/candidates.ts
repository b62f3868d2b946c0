/** From what is looked up to the guides that could answer, in two rounds of requests. */
import { join, type Joined } from './join.ts';
import type { Plan } from './plan.ts';
import { lookUp, selectShards } from './select.ts';
import type { GuideShard, ShardIndex, WordShard } from './types.ts';

/** Where shards come from, by number; rejects where one does not come. */
export interface Shards {
  words: (number: number) => Promise<WordShard>;
  guides: (number: number) => Promise<GuideShard>;
}

/** The guides that share the rarest words with a text. Rejects where nothing comes that was asked for. */
export async function candidates(wanted: Plan, index: ShardIndex, shards: Shards): Promise<Joined> {
  const words = await fetchAll(
    [...wanted.values()].map(({ shard }) => shard),
    shards.words,
  );
  const found = lookUp(wanted, words.come);
  const guides = await fetchAll(selectShards(wanted, found, index), shards.guides);
  return join(index, found, guides.come, words.isPartial || guides.isPartial);
}

/** All at once, each number once. */
async function fetchAll<Shard>(
  numbers: readonly number[],
  fetch: (number: number) => Promise<Shard>,
): Promise<{ come: Map<number, Shard>; isPartial: boolean }> {
  const asked = [...new Set(numbers)];
  const come = new Map<number, Shard>();
  const failures: unknown[] = [];
  const fetchOne = async (number: number): Promise<void> => {
    try {
      come.set(number, await fetch(number));
    } catch (error) {
      failures.push(error);
    }
  };
  await Promise.all(asked.map(fetchOne));
  if (come.size === 0 && failures.length > 0) throw failures[0];
  return { come, isPartial: failures.length > 0 };
}
