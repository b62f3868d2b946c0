/** Which words of a text are looked up: a question may ask for a few shards only. */
import { baseName, distinctFrames } from '../frames.ts';
import { read, type Reading } from '../reading.ts';
import { tokenise } from '../tokens.ts';
import { backgroundOf } from '../word-weight.ts';
import { Words } from '../words.ts';
import { commonOf } from './common.ts';
import { edgesOf, guideKey, hostOf, keysOf, shardOf, type IsCommon } from './keys.ts';
import { shardTuning } from './tuning.ts';
import type { ShardIndex } from './types.ts';

/** What is looked up, by key. */
export type Plan = ReadonlyMap<string, Wanted>;

interface Wanted {
  readonly shard: number;
  /** How much the key says, from 0 to 1. */
  readonly weight: number;
  /** The line where it stands, the most telling one being 0. */
  readonly line: number;
  /** The word of which this is an end: it says the same where it is found. */
  readonly endOf?: string;
}

interface Key extends Omit<Wanted, 'shard'> {
  readonly key: string;
  /** The word in whose shard it lies, where that is not its own. */
  readonly host?: string | undefined;
  /** Keys are asked for in this order. */
  readonly turn: number;
}

const MAX_TOKENS = 240;
const INNERMOST = 3;
const FRAME = 0.5;

export interface Asked {
  readonly text: string;
  /** The guide that the text is asked of. */
  readonly about?: string | undefined;
}

/** The keys of a text, the most telling lines' first, in as many shards as may be asked for. */
export function plan({ text, about }: Asked, index: ShardIndex): Plan {
  const { guides, wordShards } = index;
  const reading = read(text);
  const keys = [
    ...wordKeys(
      reading,
      commonOf(index),
      guides * shardTuning.lookedUpShare,
      new Words(backgroundOf(index)),
    ),
    ...frameKeys(reading),
  ];
  if (about !== undefined) keys.push({ key: guideKey(about), weight: 100, line: 0, turn: -1 });
  keys.sort((a, b) => a.turn - b.turn);
  const asked = new Set<number>();
  for (const { key, host } of keys) {
    if (asked.size >= shardTuning.wordShards) break;
    if (host === undefined) asked.add(shardOf(key, wordShards));
  }
  const wanted = new Map<string, Wanted>();
  for (const { key, host, turn: _, ...rest } of keys) {
    const shard = shardOf(host ?? key, wordShards);
    if (asked.has(shard) && !wanted.has(key)) wanted.set(key, { ...rest, shard });
  }
  return wanted;
}

/** The innermost files of the stack; they come first where the message was cut off. */
function frameKeys({ lines, salient }: Reading): Key[] {
  const isCut = !salient.some(({ message }) => message);
  const files = distinctFrames(lines.flatMap(({ frame }) => frame ?? []))
    .map(({ file }) => baseName(file))
    .filter((file) => file !== '');
  return [...new Set(files.reverse())].slice(0, INNERMOST).map((key, at) => ({
    ...{ key, weight: FRAME, line: 0 },
    turn: (isCut ? 1 : shardTuning.wordShards) + shardTuning.ahead * at,
  }));
}

function wordKeys(
  { lines: all, salient }: Reading,
  common: ReadonlyMap<string, number>,
  most: number,
  words: Words,
): Key[] {
  const owners = (key: string): number => common.get(key) ?? 0;
  const isCommon: IsCommon = (key) => common.has(key);
  const lines = salient.toSorted(
    (a, b) => Number(a.wrapper) - Number(b.wrapper) || b.score - a.score,
  );
  return lines.flatMap(({ line: own }, line) => {
    const tokens = tokenise(own.text).slice(0, MAX_TOKENS);
    // Pairs that come with a word do not have to be asked for: the others keep their turns.
    const keys = [...keysOf(tokens, words)]
      .filter(([key]) => owners(key) <= most)
      .map(([key, weight]) => ({ key, host: hostOf(key, isCommon), weight, line }))
      .toSorted(
        (a, b) =>
          Number(a.host !== undefined) - Number(b.host !== undefined) ||
          owners(a.key) - owners(b.key) ||
          b.weight - a.weight,
      )
      .map((one, at) => ({
        ...one,
        turn: line * shardTuning.ahead + at + (isCommon(one.key) ? shardTuning.late : 0),
      }));
    // A text is cut within its first word, or within its last.
    const [first = '', last = ''] = [tokens[0], tokens.at(-1)];
    const edges = [
      { endOf: first, key: own === all[0] ? edgesOf(first)?.end : undefined },
      { endOf: last, key: own === all.at(-1) ? edgesOf(last)?.beginning : undefined },
    ];
    const turn = (line + 1) * shardTuning.ahead;
    return [
      ...keys,
      ...edges.flatMap(({ endOf, key }) =>
        key === undefined ? [] : [{ key, endOf, weight: shardTuning.edge, line, turn }],
      ),
    ];
  });
}
