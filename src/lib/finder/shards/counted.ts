import { frameKey, readFrame } from '../evidence.ts';
import { baseName } from '../frames.ts';
import type { Words } from '../words.ts';
import { split } from '../open.ts';
import { textsIn } from '../texts.ts';
import type { GuideShard } from './types.ts';

type Texts = GuideShard['pack'];

/** Everything of a guide that the engine weighs by how many guides share it, each once. */
export function countedOf(pack: Texts, guide: number, words: Words): Set<string> {
  const counted = new Set<string>();
  for (const { words: tokens } of textsIn(pack, guide)) {
    for (const token of tokens) {
      counted.add(token);
      for (const { text } of words.learn(token).parts) counted.add(text);
    }
  }
  for (const text of split(pack.frames[guide]!)) {
    const frame = readFrame(text);
    counted.add(frameKey(frame)).add(baseName(frame.file));
  }
  return counted;
}

/** The same of all guides of a pack, in the order in which it first occurs. */
export function countedIn(pack: Texts, words: Words): Set<string> {
  return new Set(pack.slugs.flatMap((_, at) => [...countedOf(pack, at, words)]));
}
