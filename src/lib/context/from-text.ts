/** The reader's set-up as a pasted text shows it: the card by its name, the trainer by its files. */
import { namedGpus } from '../finder/gpus.ts';
import type { GpuFamily, Trainer } from './ids.ts';

/** What a text shows, with the words that show it. */
export interface ShownContext {
  gpu?: { id: GpuFamily; sign: string };
  trainer?: { id: Trainer; sign: string };
}

/** Cards and stacks are named near the beginning of a log, or in the traceback at its end. */
const EACH_END = 100_000;

/** Lines that speak of this machine's card: nvidia-smi, collect_env, banners, `torch.cuda.get_device_name()`. */
const CARD_LINE = /nvidia|tesla|geforce|quadro|titan|\brtx\b|\bgtx\b/i;
/** Elsewhere `L2`, `A2` or `3090` may be a cache, a sheet or a line number. */
const CLEAR_NAME = /^(?:[a-z]+ ?\d{3,}\w*|sm ?\d{2,3}|t4)$/i;

/** Most specific first: Unsloth drives TRL, TRL drives transformers. `sign` is what the reader is told. */
const TRAINER_SIGNS = [
  {
    id: 'unsloth',
    sign: /==\({2,}={2,}\){2,}==\s+Unsloth|unsloth_compiled_cache|[\\/]unsloth[\\/]/,
  },
  { id: 'trl', sign: /[\\/]trl[\\/](?:trainer|scripts)[\\/]\w*/ },
  { id: 'transformers', sign: /[\\/]transformers[\\/]trainer\w*\.py/ },
] as const satisfies readonly { id: Trainer; sign: RegExp }[];

/** Reads the set-up that a text shows. Two different cards, such as in a list of architectures, show none. */
export function contextIn(text: string): ShownContext {
  const ends =
    text.length <= 2 * EACH_END ? text : `${text.slice(0, EACH_END)}\n${text.slice(-EACH_END)}`;
  const gpu = cardIn(ends);
  const trainer = trainerIn(ends);
  return { ...(gpu && { gpu }), ...(trainer && { trainer }) };
}

function cardIn(text: string): ShownContext['gpu'] {
  const lines = text.split('\n').filter((line) => CARD_LINE.test(line));
  const ofLines = [...namedGpus(lines.join('\n'))];
  const named =
    ofLines.length > 0 ? ofLines : [...namedGpus(text)].filter(([, name]) => CLEAR_NAME.test(name));
  const [only, ...others] = named;
  return only && others.length === 0 ? { id: only[0], sign: only[1] } : undefined;
}

function trainerIn(text: string): ShownContext['trainer'] {
  for (const { id, sign } of TRAINER_SIGNS) {
    const found = sign.exec(text)?.[0];
    if (found) return { id, sign: found.replaceAll('\\', '/').replace(/^\//, '') };
  }
  return undefined;
}
