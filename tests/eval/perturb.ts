/**
 * What happens to a message on its way into a paste. Deterministic: the same text always gives the same variants,
 * whatever examples stand beside it.
 */
import { createHash } from 'node:crypto';
import { insideTrainingLog } from './training-log.ts';

export type Random = () => number;

/** A small seeded generator (mulberry32); quality does not matter here, repeatability does. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A number from a text, to start a generator with or to draw a sample by. */
export function seedOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32LE();
}

function typo(word: string, random: Random): string {
  const at = 1 + Math.floor(random() * (word.length - 2));
  const kind = Math.floor(random() * 3);
  if (kind === 0) return word.slice(0, at) + word.slice(at + 1);
  if (kind === 1) return word.slice(0, at) + word[at]! + word.slice(at);
  return word.slice(0, at) + word[at + 1]! + word[at]! + word.slice(at + 2);
}

/** Mistakes in words that are drawn anew each time, or all in one word. */
function typos(text: string, random: Random, times: number, inOneWord: boolean): string {
  const words = text.split(/(\s+)/);
  const long = words.flatMap((word, at) => (/^[A-Za-z]{5,}$/.test(word) ? [at] : []));
  const draw = (): number => long[Math.floor(random() * long.length)]!;
  let at = draw();
  for (let round = 0; round < times && long.length > 0; round += 1) {
    if (!inOneWord) at = draw();
    words[at] = typo(words[at]!, random);
  }
  return words.join('');
}

function wrap(text: string, columns: number): string {
  const rows: string[] = [];
  for (let at = 0; at < text.length; at += columns) rows.push(text.slice(at, at + columns));
  return rows.join('\n');
}

const TRACE = `Traceback (most recent call last):
  File "/home/user/project/train.py", line 212, in <module>
    main()
  File "/home/user/project/train.py", line 188, in main
    trainer.train()`;

function launcherLog(text: string): string {
  const rows = `${TRACE}\n${text}`.split('\n').map((row) => `\u001B[36m[rank3]:\u001B[0m ${row}`);
  const tail = `torch.distributed.elastic.multiprocessing.errors.ChildFailedError:
============================================================
/home/user/project/train.py FAILED
------------------------------------------------------------
Failures:
  <NO_OTHER_FAILURES>`;
  return `${rows.join('\n')}\n${tail}`;
}

export const perturbations: Readonly<Record<string, (text: string, random: Random) => string>> = {
  unchanged: (text) => text,
  'second half cut': (text) => text.slice(0, Math.max(30, Math.floor(text.length * 0.5))),
  'first 40 % cut': (text) => text.slice(Math.floor(text.length * 0.4)),
  'every fourth word dropped': (text, random) =>
    text
      .split(' ')
      .filter(() => random() >= 0.25)
      .join(' ') || text,
  'one typo': (text, random) => typos(text, random, 1, true),
  'two typos in one word': (text, random) => typos(text, random, 2, true),
  'three typos': (text, random) => typos(text, random, 3, false),
  'lower case': (text) => text.toLowerCase(),
  'wrapped at 50 columns': (text) => wrap(text, 50),
  'inside a launcher log': launcherLog,
  'three typos, inside 400 lines': (text, random) =>
    insideTrainingLog(typos(text, random, 3, false), 400, random),
  'Chinese around it': (text) =>
    `训练到一半突然报错：${text.replaceAll('\n', ' ')}，请问这个问题怎么解决？`,
};
