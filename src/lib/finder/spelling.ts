/**
 * Edit distance for misquotes: `suppport`, `bloat16`, `memroy`. A word that no guide knows is replaced by a known
 * one at distance 1 (from four letters) or 2 (from eight) that shares its first or last two letters.
 */

const MIN_LENGTH = 4;
const LONG = 8;
const MAX_LENGTH = 40;
const MAX_MEMORY = 5000;
const ENDS = 2;
const WORD = /^[a-z][a-z\d]+$/;

/** Optimal string alignment distance, or `limit + 1` where it is greater. */
export function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let twoBack: number[] = [];
  let back = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(back[j]! + 1, row[j - 1]! + 1, back[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, twoBack[j - 2]! + 1);
      }
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > limit) return limit + 1;
    twoBack = back;
    back = row;
  }
  return Math.min(back[b.length]!, limit + 1);
}

export type Speller = (word: string) => string | null;

/** Builds a function from an unknown word to the known word that was meant, or null. */
export function speller(vocabulary: Iterable<string>): Speller {
  let buckets: Buckets | undefined;
  const memory = new Map<string, string | null>();
  return (word) => {
    const known = memory.get(word);
    if (known !== undefined) return known;
    const found = nearest(word, (buckets ??= sorted(vocabulary)));
    if (memory.size < MAX_MEMORY) memory.set(word, found);
    return found;
  };
}

type Buckets = ReadonlyMap<string, readonly string[]>;

/** Words by their first and by their last two letters, with their digits. */
function sorted(vocabulary: Iterable<string>): Buckets {
  const buckets = new Map<string, string[]>();
  for (const word of vocabulary) {
    if (word.length < MIN_LENGTH) continue;
    for (const key of keys(word)) {
      const bucket = buckets.get(key);
      if (bucket) bucket.push(word);
      else buckets.set(key, [word]);
    }
  }
  return buckets;
}

/** `bf16` is not a misspelt `fp16`, and 802 is not 803: digits must agree. */
function keys(word: string): string[] {
  const digits = /\d/.test(word) ? word.replace(/\D+/g, '') : '';
  return [`${word.slice(0, ENDS)}-${digits}`, `-${word.slice(-ENDS)}${digits}`];
}

function nearest(word: string, buckets: Buckets): string | null {
  if (word.length < MIN_LENGTH || word.length > MAX_LENGTH || !WORD.test(word)) return null;
  let limit = word.length >= LONG ? 2 : 1;
  let best: string | null = null;
  for (const key of keys(word)) {
    for (const candidate of buckets.get(key) ?? []) {
      const far = distance(word, candidate, limit);
      if (far > limit) continue;
      best = candidate;
      limit = far - 1;
      if (limit <= 0) return best;
    }
  }
  return best;
}
