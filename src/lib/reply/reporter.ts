import type { Context } from '../context/context.ts';
import type { Trainer } from '../context/ids.ts';
import { clean } from '../finder/clean.ts';
import { namedGpus } from '../finder/gpus.ts';

/** Ends of a log in which a set-up is named: banners at the top, frames at the bottom. */
const MOST_OF_EACH_END = 50_000;

/** What only code of that stack prints: a file of its package, or its banner. */
const TRACES: readonly (readonly [Trainer, RegExp])[] = [
  ['unsloth', /[\\/]unsloth(?:_zoo)?[\\/]|🦥/],
  ['trl', /[\\/]trl[\\/]/],
];

/** The set-up of whoever wrote a log, as far as the log names exactly one. */
export function reporterContext(pasted: string): Context {
  const text =
    pasted.length <= 2 * MOST_OF_EACH_END
      ? pasted
      : `${pasted.slice(0, MOST_OF_EACH_END)}\n${pasted.slice(-MOST_OF_EACH_END)}`;
  const gpus = [...namedGpus(clean(text)).keys()];
  const [gpu] = gpus.length === 1 ? gpus : [];
  const trainer = TRACES.find(([, trace]) => trace.test(text))?.[0];
  return { ...(trainer && { trainer }), ...(gpu && { gpu }) };
}
