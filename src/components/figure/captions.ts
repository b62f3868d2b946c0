import type { Strings } from '../../i18n/strings.ts';
import type { FigureId } from '../../lib/figures/ids.ts';

/** The words of a figure's page. */
export function figureWords({ figures, stepMemory }: Strings, id: FigureId) {
  const all = {
    'attention-kernel': figures.attention,
    'dora-dtype': figures.dora,
    'step-memory': stepMemory,
  } as const;
  return all[id];
}

/** What stands under a figure, and in its place where it cannot come. */
export function figureCaption(strings: Strings, id: FigureId): string {
  return strings.figures.caption(figureWords(strings, id).caption);
}
