/** What was fetched is taken for what it should be only if it looks like it. */
import type { GuideShard, ShardIndex, WordShard } from './types.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The index; throws where it is none. */
export function checkIndex(data: unknown): ShardIndex {
  const { common, owners, background, ...numbers } = fields(data, 'index');
  const sizes = [numbers['guides'], numbers['guidesPerShard'], numbers['wordShards']];
  const isIndex =
    typeof common === 'string' &&
    typeof background === 'string' &&
    isListOf(owners, common.split('\n').length) &&
    sizes.every((size) => Number.isInteger(size) && Number(size) > 0);
  expect(isIndex, 'index');
  return data as ShardIndex;
}

/** A shard of words; throws where it is none. */
export function checkWords(data: unknown): WordShard {
  const { words, guides } = fields(data, 'shard of words');
  const isShard =
    typeof words === 'string' &&
    isListOf(guides, words.split(' ').length) &&
    guides.every((places) => Array.isArray(places));
  expect(isShard, 'shard of words');
  return data as WordShard;
}

/** A shard of guides; throws where it is none. */
export function checkGuides(data: unknown): GuideShard {
  const { pack, details, owners } = fields(data, 'shard of guides');
  const { slugs, messages } = fields(pack, 'shard of guides');
  const isShard =
    Array.isArray(slugs) &&
    isListOf(messages, slugs.length) &&
    Array.isArray(owners) &&
    typeof details === 'object';
  expect(isShard, 'shard of guides');
  return data as GuideShard;
}

function fields(data: unknown, name: string): Fields {
  expect(typeof data === 'object' && data !== null, name);
  return data as Fields;
}

function isListOf(list: unknown, length: number): list is unknown[] {
  return Array.isArray(list) && list.length === length;
}

function expect(isKnown: boolean, name: string): void {
  if (!isKnown) throw new Error(`These data are no ${name} of the finder`);
}
