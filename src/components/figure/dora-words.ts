import type { Strings } from '../../i18n/strings.ts';
import type { DoraPath, DoraSettings } from '../../lib/figures/dora.ts';
import { prefixed } from './attention-words.ts';

type DoraStrings = Strings['figures']['dora'];

/** Which sentence sums a path up. */
export function doraOutcome(
  { raises, turns }: DoraPath,
  { castsInAttention }: DoraSettings,
): keyof DoraStrings['results'] {
  if (raises) return 'raises';
  if (turns === undefined) return 'never';
  return castsInAttention ? 'casts' : 'inside';
}

/** Every sentence that the figure may come to show, by the key that `dora-view.ts` asks for. */
export function doraWords(words: DoraStrings): Record<string, string> {
  return { ...prefixed('note', words.notes), ...prefixed('result', words.results) };
}
