import { fileURLToPath } from 'node:url';
import type { Figures, Share } from './measure.ts';

/** Figures of the last accepted state of the guides and the finder. */
export const committedFile = fileURLToPath(new URL('committed.json', import.meta.url));

/** Never below these, whatever was committed. `falseConfident` is an upper bound. */
export const floors: Partial<Record<keyof Figures, number>> = {
  visibleTop1: 0.9,
  visibleTop3: 0.96,
  hiddenTop1: 0.45,
  chineseTop1: 0.87,
  precision: 0.95,
  falseConfident: 0.04,
};

/** Share as a number; an empty group passes. */
export function rate({ hit, of }: Share, key: keyof Figures): number {
  if (of === 0) return key === 'falseConfident' ? 0 : 1;
  return hit / of;
}
