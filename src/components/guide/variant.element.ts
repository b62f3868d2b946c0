import { define, Element } from '../dom/element.ts';

/** Opens what a choice in the context bar has folded. */
export class Variant extends Element {
  protected connect(signal: AbortSignal): void {
    const button = this.querySelector('.fold');
    button?.addEventListener(
      'click',
      () => {
        const isOpen = this.dataset['open'] === undefined;
        if (isOpen) this.dataset['open'] = '';
        else delete this.dataset['open'];
        button.setAttribute('aria-expanded', String(isOpen));
      },
      { signal },
    );
  }
}

define('tb-variant', Variant);
