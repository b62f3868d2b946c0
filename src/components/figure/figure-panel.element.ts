import { define, Element } from '../dom/element.ts';
import { optional } from '../dom/optional.ts';

type View = (panel: HTMLElement, signal: AbortSignal) => () => void;

/** What a figure shows when its controls change; each is loaded with its model when it is needed. */
const views: Readonly<Record<string, () => Promise<View>>> = {
  'attention-kernel': async () => (await import('./attention-view.ts')).showAttention,
  'dora-dtype': async () => (await import('./dora-view.ts')).showDora,
  'step-memory': async () => (await import('./memory-view.ts')).showMemory,
};

/** A figure whose controls answer. What it says stands in the page; its state leaves it nowhere. */
export class FigurePanel extends Element {
  protected connect(signal: AbortSignal): void {
    optional(this.#start(signal));
  }

  async #start(signal: AbortSignal): Promise<void> {
    const view = await views[this.dataset['figure'] ?? '']?.();
    if (!view || signal.aborted) return;
    const update = view(this, signal);
    this.addEventListener('change', update, { signal });
  }
}

define('tb-figure-panel', FigurePanel);
