/** How the finder's data are sent: in one file, or in shards where that would be too large. */
import { readFrame } from '../evidence.ts';
import { baseName } from '../frames.ts';
import { split } from '../open.ts';
import { pack, packDetails } from '../pack.ts';
import { textsIn } from '../texts.ts';
import type { Details, Pack, Signature } from '../types.ts';
import { backgroundOf } from '../word-weight.ts';
import { Words } from '../words.ts';
import { countedIn, countedOf } from './counted.ts';
import {
  edgesOf,
  guideKey,
  hostOf,
  keysOf,
  pairOf,
  shardOf,
  wordsOf,
  type IsCommon,
} from './keys.ts';
import { neighbourly } from './neighbours.ts';
import { pick, reordered } from './places.ts';
import { shardTuning } from './tuning.ts';
import type { GuideShard, ShardIndex, WordShard } from './types.ts';

/** One file of data, under its name without hash. */
export interface DataFile {
  readonly name: string;
  readonly body: Pack | Details | ShardIndex | WordShard | GuideShard;
}

/** The finder's files; browsers begin with `signatures`. */
export function finderData(signatures: readonly Signature[]): DataFile[] {
  const [whole, details] = [pack(signatures), packDetails(signatures)];
  if (JSON.stringify(whole).length > shardTuning.wholeUpTo) return shard(whole, details);
  return [
    { name: 'signatures', body: whole },
    { name: 'details', body: details },
  ];
}

/** Splits a pack, whose guides stand by slug. Deterministic: the same guides give the same files. */
export function shard(sorted: Pack, details: Details): DataFile[] {
  const guides = sorted.slugs.length;
  const { guidesPerShard } = shardTuning;
  const words = new Words(backgroundOf(sorted));
  const bySlug = sorted.slugs.map((_, at) => usedOf(sorted, at, words));
  const owners = new Map<string, number>();
  for (const own of bySlug) for (const key of own) owners.set(key, (owners.get(key) ?? 0) + 1);
  const order = neighbourly(bySlug, owners, guidesPerShard);
  const whole = reordered(sorted, order);
  const used = order.map((at) => bySlug[at]!);
  const isCommon: IsCommon = (key) => (owners.get(key) ?? 0) > guides * shardTuning.commonShare;
  const isEverywhere = (places: readonly number[]): boolean =>
    places.length > guides * shardTuning.lookedUpShare;
  /** Beside a word that leads to few guides, or to hardly more, a pair says nothing new. */
  const isNew = (key: string, places: readonly number[]): boolean => {
    if (hostOf(key, isCommon) === undefined) return true;
    const fewest = Math.min(...wordsOf(key).map((word) => owners.get(word)!));
    return fewest > shardTuning.few && places.length < fewest * shardTuning.narrower;
  };

  const common = [...owners].filter(([key]) => isCommon(key)).sort(byKey);
  const leads = leadsOf(whole, used, isCommon, words);
  const looked = new Map(
    [...leads].filter(([key, places]) => !isEverywhere(places) && isNew(key, places)),
  );
  const wordShards = Math.ceil(looked.size / shardTuning.wordsPerShard);
  const index: ShardIndex = {
    guides,
    guidesPerShard,
    wordShards,
    background: whole.background,
    common: common.map(([key]) => key).join('\n'),
    owners: common.map(([, count]) => count),
  };
  const files = (name: string, bodies: readonly DataFile['body'][]): DataFile[] =>
    bodies.map((body, at) => ({ name: `${name}-${at}`, body }));
  return [
    { name: 'signatures', body: index },
    ...files('words', wordShardsOf(looked, isCommon, wordShards)),
    ...files('guides', guideShardsOf(whole, details, owners, isCommon, words)),
  ];
}

/** Everything that a guide is looked up by: what is counted, and pairs. */
function usedOf(pack: Pack, guide: number, words: Words): Set<string> {
  const used = countedOf(pack, guide, words);
  for (const { words: tokens } of textsIn(pack, guide))
    tokens.slice(1).forEach((token, at) => used.add(pairOf(tokens[at]!, token)));
  return used;
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

/** Where each key leads: to every guide that uses it in any way. */
function leadsOf(
  whole: Pack,
  used: readonly ReadonlySet<string>[],
  isCommon: IsCommon,
  words: Words,
): Map<string, number[]> {
  const leads = new Map<string, number[]>();
  const register = (keys: Iterable<string>): void => {
    for (const key of keys) leads.set(key, []);
  };
  whole.slugs.forEach((slug, at) => {
    for (const { words: tokens } of textsIn(whole, at)) register(keysOf(tokens, words).keys());
    register(split(whole.frames[at]!).map((text) => baseName(readFrame(text).file)));
    register([guideKey(slug)]);
  });
  used.forEach((own, at) => {
    const edges = edgesIn(whole, at, isCommon);
    register([...edges].filter((key) => !leads.has(key)));
    for (const key of [...own, ...edges, guideKey(whole.slugs[at]!)]) leads.get(key)?.push(at);
  });
  return leads;
}

/** Both ends of all that a guide says in words which are not common. */
function edgesIn(whole: Pack, guide: number, isCommon: IsCommon): Set<string> {
  const tokens = new Set(textsIn(whole, guide).flatMap(({ words }) => words));
  const edges = [...tokens].filter((token) => !isCommon(token)).map(edgesOf);
  return new Set(edges.flatMap((ends) => (ends ? [ends.beginning, ends.end] : [])));
}

function wordShardsOf(
  leads: ReadonlyMap<string, readonly number[]>,
  isCommon: IsCommon,
  count: number,
): WordShard[] {
  const shards = Array.from({ length: count }, () => new Map<string, readonly number[]>());
  for (const [key, guides] of [...leads].sort(byKey))
    shards[shardOf(hostOf(key, isCommon) ?? key, count)]!.set(key, guides);
  return shards.map((held) => ({
    words: [...held.keys()].join(' '),
    guides: [...held.values()].map((guides) =>
      guides.map((guide, at) => guide - (guides[at - 1] ?? 0)),
    ),
  }));
}

function guideShardsOf(
  whole: Pack,
  details: Details,
  owners: ReadonlyMap<string, number>,
  isCommon: IsCommon,
  words: Words,
): GuideShard[] {
  const { guidesPerShard } = shardTuning;
  const places = [...whole.slugs.keys()];
  const count = Math.ceil(places.length / guidesPerShard);
  return Array.from({ length: count }, (_, at) => {
    const part = pick(whole, places.slice(at * guidesPerShard, (at + 1) * guidesPerShard));
    return {
      pack: part,
      details: Object.fromEntries(
        part.slugs.flatMap((slug) => (details[slug] ? [[slug, details[slug]]] : [])),
      ),
      owners: [...countedIn(part, words)]
        .filter((key) => !isCommon(key))
        .map((key) => owners.get(key)!),
    };
  });
}
