import type { Pack } from '../types.ts';
import type { GuideShard } from './types.ts';

type Guides = GuideShard['pack'];

/** Some guides of a pack in another order. Near-misses keep the places that they name. */
export function pick(pack: Guides, places: readonly number[]): Guides {
  const each = (list: readonly string[]): string[] => places.map((place) => list[place]!);
  return {
    slugs: each(pack.slugs),
    kinds: places.map((place) => pack.kinds.charAt(place)).join(''),
    headlines: each(pack.headlines),
    titles: { en: each(pack.titles.en), zh: each(pack.titles.zh) },
    messages: each(pack.messages),
    nearMisses: each(pack.nearMisses),
    aliases: each(pack.aliases),
    frames: each(pack.frames),
  };
}

/** A whole pack in another order. */
export function reordered(pack: Pack, order: readonly number[]): Pack {
  const picked = pick(pack, order);
  const places = new Map(order.map((from, to) => [from, to]));
  const nearMisses = renumbered(picked.nearMisses, places);
  return { ...picked, nearMisses, background: pack.background };
}

/** Near-misses with the places that their guides have now; `-` where the guide is not among these. */
export function renumbered(
  nearMisses: readonly string[],
  places: ReadonlyMap<number, number>,
): string[] {
  const one = (text: string): string =>
    text.replace(/^\d+(?= )/, (place) => String(places.get(Number(place)) ?? '-'));
  return nearMisses.map((texts) => texts.split('|').map(one).join('|'));
}
