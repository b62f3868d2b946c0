import type { Context } from '../context/context.ts';
import type { Trainer } from '../context/ids.ts';
import { environmentOf, onlyFamily, type Environment } from './environment.ts';
import { readBlocks } from './read.ts';

/** The most specific stack that is installed writes the training code. */
const STACKS: readonly (readonly [name: string, trainer: Trainer])[] = [
  ['unsloth', 'unsloth'],
  ['trl', 'trl'],
  ['transformers', 'transformers'],
  ['torch', 'pytorch'],
];

/** What an environment says of the reader's set-up. */
export function contextOf(environment: Environment): Context {
  const trainer = STACKS.find(([name]) => environment.packages.has(name))?.[1];
  const gpu = onlyFamily(environment);
  return { ...(trainer && { trainer }), ...(gpu && { gpu }) };
}

/** What a paste says of the reader's set-up; empty where it lists no versions and no card. */
export function contextOfText(text: string): Context {
  return contextOf(environmentOf(readBlocks(text)));
}
