import type { DataFile } from '../../src/lib/finder/shards/build.ts';
import type { Shards } from '../../src/lib/finder/shards/candidates.ts';
import { checkGuides, checkIndex, checkWords } from '../../src/lib/finder/shards/check.ts';
import { shardTuning } from '../../src/lib/finder/shards/tuning.ts';
import type { GuideShard, ShardIndex, WordShard } from '../../src/lib/finder/shards/types.ts';

/** Shards as a host gives them: as JSON, by name. Remembers what it was asked for. */
export class StoredShards implements Shards {
  readonly index: ShardIndex;
  readonly asked: string[] = [];
  readonly #files: ReadonlyMap<string, string>;

  constructor(files: readonly DataFile[]) {
    this.#files = new Map(files.map(({ name, body }) => [name, JSON.stringify(body)]));
    this.index = checkIndex(this.#read('signatures'));
  }

  words = (number: number): Promise<WordShard> => this.#get(`words-${number}`, checkWords);

  guides = (number: number): Promise<GuideShard> => this.#get(`guides-${number}`, checkGuides);

  /** A file as it is sent. */
  json(name: string): string {
    const json = this.#files.get(name);
    if (json === undefined) throw new Error(`There is no file ${name}`);
    return json;
  }

  async #get<Shard>(name: string, check: (data: unknown) => Shard): Promise<Shard> {
    this.asked.push(name);
    return Promise.resolve(check(this.#read(name)));
  }

  #read(name: string): unknown {
    return JSON.parse(this.json(name));
  }
}

/** What a question cost that asked for these files, as `shardTuning.cost` counts. */
export function costOf(names: readonly string[]): number {
  const guides = names.filter((name) => name.startsWith('guides-')).length;
  return names.length - guides + guides * shardTuning.guideCost;
}
