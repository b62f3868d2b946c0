/** How the words of guides are spread: figures of synthetic guides mean something only where this is like real ones. */
import { pack, type Signature } from '../../../src/lib/finder/index.ts';
import { telling } from '../../../src/lib/finder/telling.ts';
import { textsIn } from '../../../src/lib/finder/texts.ts';

const ranks = [1, 5, 10, 20, 50, 100];

/** One line: telling words per guide, and which share of the guides uses the most frequent ones. */
export function wordProfile(signatures: readonly Signature[]): string {
  const packed = pack(signatures);
  const guides = packed.slugs.map((_, at) => {
    const words = textsIn(packed, at).flatMap((text) => text.words);
    return new Set(telling(words));
  });
  const owners = new Map<string, number>();
  for (const words of guides)
    for (const word of words) owners.set(word, (owners.get(word) ?? 0) + 1);
  const counts = [...owners.values()].sort((a, b) => b - a);
  const share = (rank: number): string =>
    `${((100 * (counts[rank - 1] ?? 0)) / guides.length).toFixed(0)} %`;
  const perGuide = guides.reduce((sum, { size }) => sum + size, 0) / guides.length;
  return (
    `${perGuide.toFixed(0)} telling words a guide, ${owners.size} in all; ` +
    `the ${ranks.join('., ')}. stand in ${ranks.map(share).join(', ')} of the guides`
  );
}
