import type { Context } from '../context/context.ts';
import type { Trainer } from '../context/ids.ts';
import type { Locale } from '../locale.ts';
import { environmentOf, onlyFamily, type Environment } from './environment.ts';
import { familyNames, trainerNames } from './names-table.ts';
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

/** Says which set-up was read from a text, or null where none was. */
export function contextSentence({ trainer, gpu }: Context, locale: Locale): string | null {
  const names = [trainer && trainerNames[trainer], gpu && familyNames[gpu]].filter(Boolean);
  if (names.length === 0) return null;
  const shown = names.join(' · ');
  return locale === 'zh'
    ? `已从你贴的内容读出环境：${shown}。接下来的指南都按它显示。`
    : `Your set-up was read from this text: ${shown}. Guides now show what fits it.`;
}
