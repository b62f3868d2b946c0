import { define, Element } from '../dom/element.ts';
import { optional } from '../dom/optional.ts';

interface View {
  /** Shows what the controls say. */
  show: (panel: HTMLElement) => void;
  /** Sets the controls anew where something else decides them, until the signal ends it. */
  follow?: (panel: HTMLElement, signal: AbortSignal) => void;
}

/** What a figure shows when its controls change; each is loaded with its model when it is needed. */
const views: Readonly<Record<string, () => Promise<View>>> = {
  'attention-kernel': () => import('./attention-view.ts'),
  'dora-dtype': () => import('./dora-view.ts'),
  'step-memory': () => import('./memory-view.ts'),
};

/** A figure whose controls answer. What it says stands in the page; its state leaves it nowhere. */
export class FigurePanel extends Element {
  protected connect(signal: AbortSignal): void {
    optional(this.#start(signal));
  }

  async #start(signal: AbortSignal): Promise<void> {
    const view = await views[this.dataset['figure'] ?? '']?.();
    if (!view || signal.aborted) return;
    const update = () => {
      view.show(this);
    };
    view.follow?.(this, signal);
    update();
    this.addEventListener('change', update, { signal });
  }
}

define('tb-figure-panel', FigurePanel);
