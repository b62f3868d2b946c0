import { memoryParts, type MemoryBytes } from './memory.ts';

/** Memory of cards that people train on, in GiB as their makers count it. */
export const cardSizes = [8, 16, 24, 48, 80, 141, 192] as const;

const gib = 2 ** 30;

/** `12.3`: GiB with one decimal; from 100 on none. */
export function inGib(bytes: number): string {
  const value = bytes / gib;
  return value.toFixed(value >= 99.95 ? 0 : 1);
}

export interface MemoryBar {
  /** Start and length of each part in percent of the bar. */
  parts: readonly { part: string; start: number; length: number }[];
  /** Where the cards' sizes stand, in percent. */
  ticks: readonly { size: number; at: number }[];
}

/** The bar of a peak; its end is the smallest card that holds it, or the peak itself. */
export function memoryBar(bytes: MemoryBytes): MemoryBar {
  const lengths = memoryParts.map((part) => bytes[part] / gib);
  const peak = lengths.reduce((total, one) => total + one, 0);
  const end = cardSizes.find((size) => size >= peak) ?? peak;
  let start = 0;
  const parts = memoryParts.map((part, index) => {
    const length = percent(lengths[index] ?? 0, end);
    const placed = { part, start, length };
    start += length;
    return placed;
  });
  // Closer than this, two numbers would touch on a phone.
  const gap = end / 9;
  const ticks = cardSizes
    .filter((size) => size <= end)
    .filter((size, index, shown) => (shown[index + 1] ?? Infinity) - size >= gap)
    .map((size) => ({ size, at: percent(size, end) }));
  return { parts, ticks };
}

const percent = (value: number, end: number) => Math.round((value / end) * 1e4) / 100;
