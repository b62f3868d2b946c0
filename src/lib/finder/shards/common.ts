import type { ShardIndex } from './types.ts';

const memory = new WeakMap<ShardIndex, ReadonlyMap<string, number>>();

/** What many guides use, and how many those are. */
export function commonOf(index: ShardIndex): ReadonlyMap<string, number> {
  const made =
    memory.get(index) ??
    new Map(index.common.split('\n').map((key, at) => [key, index.owners[at]!] as const));
  memory.set(index, made);
  return made;
}
