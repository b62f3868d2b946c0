/** GPU families named in a paste, by card: an architecture's name stands in many messages, a card's in none. */
import { cardKey, familyByCard } from '../context/gpu-aliases.ts';
import type { GpuFamily } from '../context/ids.ts';

/** `A100`, `Titan RTX`, `NVIDIA GeForce RTX 3060 Ti`: a name has one to three words. */
const MAX_WORDS = 3;
const MAX_SCANNED = 20_000;
/** `4090` as people write it for `RTX 4090`. */
const BARE_NUMBER = /^[2-5]0[5-9]0(?:ti|d)?$/;
const WORD = /[A-Za-z]{0,12}\d{0,5}[A-Za-z]{0,6}(?=[^A-Za-z\d]|$)/g;

/** Families named in cleaned text, with the words that named them. */
export function namedGpus(cleaned: string): Map<GpuFamily, string> {
  const words = (cleaned.match(WORD) ?? []).filter(Boolean).slice(0, MAX_SCANNED);
  const keys = words.map(cardKey);
  const found = new Map<GpuFamily, string>();
  for (const at of words.keys()) {
    for (let count = MAX_WORDS; count > 0; count -= 1) {
      const key = keys.slice(at, at + count).join('');
      const family = familyByCard.get(BARE_NUMBER.test(key) ? `rtx${key}` : key);
      if (family && !found.has(family)) found.set(family, words.slice(at, at + count).join(' '));
    }
  }
  return found;
}
