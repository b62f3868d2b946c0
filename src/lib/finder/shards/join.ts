/** Shards as one pack: the engine answers from it as from the whole, weights included. */
import type { Corpus, Details, Pack } from '../types.ts';
import { commonOf } from './common.ts';
import { countedIn } from './counted.ts';
import type { Found } from './select.ts';
import type { GuideShard, ShardIndex } from './types.ts';

export interface Joined {
  readonly pack: Pack;
  readonly details: Details;
}

type Numbered = readonly [number: number, shard: GuideShard];

/** Joins shards of guides, by their numbers. The guides keep their order, which decides between equals. */
export function join(
  index: ShardIndex,
  found: ReadonlyMap<string, Found>,
  shards: ReadonlyMap<number, GuideShard>,
  isPartial: boolean,
): Joined {
  const numbered = [...shards].toSorted(([a], [b]) => a - b);
  const packs = numbered.map(([, { pack }]) => pack);
  const places = placesIn(numbered, index.guidesPerShard);
  const all = (of: (pack: GuideShard['pack']) => readonly string[]): string[] => packs.flatMap(of);
  return {
    pack: {
      slugs: all(({ slugs }) => slugs),
      kinds: packs.map(({ kinds }) => kinds).join(''),
      headlines: all(({ headlines }) => headlines),
      titles: { en: all(({ titles }) => titles.en), zh: all(({ titles }) => titles.zh) },
      background: index.background,
      messages: all(({ messages }) => messages),
      nearMisses: all(({ nearMisses }) => nearMisses).map((texts) => moved(texts, places)),
      aliases: all(({ aliases }) => aliases),
      frames: all(({ frames }) => frames),
      corpus: { guides: index.guides, owners: ownersOf(index, found, numbered), isPartial },
    },
    details: Object.assign({}, ...numbered.map(([, { details }]) => details)) as Details,
  };
}

/** Where the guides stand here, by where they stand in the whole pack. */
function placesIn(numbered: readonly Numbered[], perShard: number): Map<string, string> {
  const wholePlaces = numbered.flatMap(([number, { pack }]) =>
    pack.slugs.map((_, at) => number * perShard + at),
  );
  return new Map(wholePlaces.map((place, at) => [String(place), String(at)]));
}

/** Near-misses with the places that their guides have here; `-` where the guide is not among these. */
function moved(texts: string, places: ReadonlyMap<string, string>): string {
  return texts
    .split('|')
    .map((text) => text.replace(/^\d+(?= )/, (place) => places.get(place) ?? '-'))
    .join('|');
}

function ownersOf(
  index: ShardIndex,
  found: ReadonlyMap<string, Found>,
  numbered: readonly Numbered[],
): Corpus['owners'] {
  const common = commonOf(index);
  const owners = new Map(common);
  for (const { key, guides } of found.values()) owners.set(key, guides.length);
  for (const [number, { pack, owners: counts }] of numbered) {
    const rare = [...countedIn(pack)].filter((key) => !common.has(key));
    if (rare.length !== counts.length)
      throw new Error(`Shard ${number} of guides is of another build`);
    rare.forEach((key, at) => owners.set(key, counts[at]!));
  }
  return owners;
}
