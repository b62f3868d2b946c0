import { candidates, type Shards } from '../../lib/finder/shards/candidates.ts';
import { checkGuides, checkIndex, checkWords } from '../../lib/finder/shards/check.ts';
import { plan, type Asked, type Plan } from '../../lib/finder/shards/plan.ts';
import type { ShardIndex } from '../../lib/finder/shards/types.ts';
import type { Details, Pack } from '../../lib/finder/types.ts';
import { fetchJson } from '../dom/finder-data.ts';
import { bothEnds } from './both-ends.ts';
import { isLong } from './long-text.ts';
import type { CandidateSource } from './candidate-source.ts';
import { Once } from './once.ts';

/** The guides in shards, of which a question fetches a few. What has come is kept. */
export class ShardedSource implements CandidateSource {
  readonly #index: ShardIndex;
  readonly #shards: Shards;
  readonly #details = new WeakMap<Pack, Details>();

  /** Takes the index as it came, and its address, beside which the shards stand. */
  constructor(index: unknown, address: string) {
    this.#index = checkIndex(index);
    const fetchShard = (name: string) => fetchJson(address.replace('signatures.', `${name}.`));
    this.#shards = {
      words: kept(async (number) => checkWords(await fetchShard(`words-${number}`))),
      guides: kept(async (number) => checkGuides(await fetchShard(`guides-${number}`))),
    };
  }

  async packFor(asked: Asked): Promise<Pack> {
    const wanted = await planOf(asked, this.#index);
    const { pack, details } = await candidates(wanted, this.#index, this.#shards);
    this.#details.set(pack, details);
    return pack;
  }

  detailsOf(pack: Pack): Promise<Details> {
    return Promise.resolve(this.#details.get(pack) ?? {});
  }
}

/** Each number is fetched once; after a failure the next question tries again. */
function kept<Shard>(
  fetch: (number: number) => Promise<Shard>,
): (number: number) => Promise<Shard> {
  const known = new Map<number, Once<Shard>>();
  return (number) => {
    const once = known.get(number) ?? new Once(() => fetch(number));
    known.set(number, once);
    return once.get();
  };
}

/** What to look up; for a long text the worker says it, or without one both ends of the text. */
async function planOf({ text, about }: Asked, index: ShardIndex): Promise<Plan> {
  if (!isLong(text)) return plan({ text, about }, index);
  try {
    const { planInWorker } = await import('./worker-client.ts');
    return await planInWorker({ text, about }, index);
  } catch {
    return plan({ text: bothEnds(text), about }, index);
  }
}
