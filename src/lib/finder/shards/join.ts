/** Shards as one pack: the engine answers from it as from the whole, weights included. */
import type { Corpus, Details, Pack } from '../types.ts';
import { backgroundOf } from '../word-weight.ts';
import { Words } from '../words.ts';
import { commonOf } from './common.ts';
import { countedIn } from './counted.ts';
import { renumbered } from './places.ts';
import type { Found } from './select.ts';
import type { GuideShard, ShardIndex } from './types.ts';

export interface Joined {
  readonly pack: Pack;
  readonly details: Details;
}

type Numbered = readonly [number: number, shard: GuideShard];

/** Joins shards of guides, by their numbers. The guides stand by slug as in the whole file: order decides between equals. */
export function join(
  index: ShardIndex,
  found: ReadonlyMap<string, Found>,
  shards: ReadonlyMap<number, GuideShard>,
  isPartial: boolean,
): Joined {
  const numbered = [...shards];
  const guides = numbered
    .flatMap(([number, { pack }]) =>
      pack.slugs.map((slug, at) => ({ slug, pack, at, place: number * index.guidesPerShard + at })),
    )
    .sort((a, b) => (a.slug < b.slug ? -1 : 1));
  const places = new Map(guides.map(({ place }, at) => [place, at]));
  const each = (of: (pack: GuideShard['pack']) => ArrayLike<string>): string[] =>
    guides.map(({ pack, at }) => of(pack)[at]!);
  return {
    pack: {
      slugs: each(({ slugs }) => slugs),
      kinds: each(({ kinds }) => kinds).join(''),
      headlines: each(({ headlines }) => headlines),
      titles: { en: each(({ titles }) => titles.en), zh: each(({ titles }) => titles.zh) },
      background: index.background,
      messages: each(({ messages }) => messages),
      nearMisses: renumbered(
        each(({ nearMisses }) => nearMisses),
        places,
      ),
      aliases: each(({ aliases }) => aliases),
      frames: each(({ frames }) => frames),
      corpus: { guides: index.guides, owners: ownersOf(index, found, numbered), isPartial },
    },
    details: Object.assign({}, ...numbered.map(([, { details }]) => details)) as Details,
  };
}

function ownersOf(
  index: ShardIndex,
  found: ReadonlyMap<string, Found>,
  numbered: readonly Numbered[],
): Corpus['owners'] {
  const common = commonOf(index);
  const owners = new Map(common);
  for (const { key, guides } of found.values()) owners.set(key, guides.length);
  const words = new Words(backgroundOf(index));
  for (const [number, { pack, owners: counts }] of numbered) {
    const rare = [...countedIn(pack, words)].filter((key) => !common.has(key));
    if (rare.length !== counts.length)
      throw new Error(`Shard ${number} of guides is of another build`);
    rare.forEach((key, at) => owners.set(key, counts[at]!));
  }
  return owners;
}
