import { frameKey, readFrame } from '../evidence.ts';
import { baseName } from '../frames.ts';
import { features } from '../features.ts';
import { split } from '../open.ts';
import { textsIn } from '../texts.ts';
import type { GuideShard } from './types.ts';

type Texts = GuideShard['pack'];

/** Everything of a guide that the engine weighs by how many guides share it, each once. */
export function countedOf(pack: Texts, guide: number): Set<string> {
  const counted = new Set<string>();
  for (const { words } of textsIn(pack, guide)) {
    for (const feature of features(words).keys()) counted.add(feature);
  }
  for (const text of split(pack.frames[guide]!)) {
    const frame = readFrame(text);
    counted.add(frameKey(frame)).add(baseName(frame.file));
  }
  return counted;
}

/** The same of all guides of a pack, in the order in which it first occurs. */
export function countedIn(pack: Texts): Set<string> {
  return new Set(pack.slugs.flatMap((_, at) => [...countedOf(pack, at)]));
}
