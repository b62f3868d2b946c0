import { parseContext, withContext, type Context } from '#src/lib/context/context.ts';
import { announce } from '../dom/announce.ts';
import { copyText } from '../dom/clipboard.ts';
import { applyContext, contextKey, readContext } from '../dom/context.ts';
import { define, Element } from '../dom/element.ts';
import { keepInPlace } from '../dom/keep-in-place.ts';
import { optional } from '../dom/optional.ts';

/** Buttons of the reader's set-up. A second press takes a choice back. */
export class ContextBar extends Element {
  #context: Context = {};

  protected connect(signal: AbortSignal): void {
    const { search } = location;
    this.#show(readContext());
    optional(this.#readCardName(search));
    this.addEventListener(
      'click',
      ({ target }) => {
        const button = target instanceof globalThis.Element ? target.closest('button') : null;
        if (!button) return;
        if ('copyLink' in button.dataset) void this.#copyLink();
        else this.#choose(button);
      },
      { signal },
    );
    // A paste that names the set-up fills the bar too (`paste-context.ts`).
    document.addEventListener(
      'tb:context',
      (event) => {
        this.#show((event as CustomEvent<Context>).detail);
      },
      { signal },
    );
    // A choice in another tab is a choice here.
    addEventListener(
      'storage',
      ({ key, newValue }) => {
        if (key !== contextKey) return;
        keepInPlace(this, () => {
          this.#show(parseContext(newValue ?? ''));
        });
      },
      { signal },
    );
  }

  /** `?gpu=t4` becomes `?gpu=turing`. The table of cards is fetched for such an address only. */
  async #readCardName(search: string): Promise<void> {
    if (parseContext(search).gpu || !new URLSearchParams(search).has('gpu')) return;
    const { familyOfCard } = await import('#src/lib/context/gpu-aliases.ts');
    const { gpu } = parseContext(search, familyOfCard);
    if (gpu) this.#show({ ...this.#context, gpu });
  }

  #choose(button: HTMLButtonElement): void {
    const name = button.closest<HTMLElement>('[data-name]')?.dataset['name'] ?? '';
    const query = new URLSearchParams(withContext('', this.#context));
    if (button.getAttribute('aria-pressed') === 'true') query.delete(name);
    else query.set(name, button.value);
    keepInPlace(this, () => {
      this.#show(parseContext(query.toString()));
    });
  }

  #show(context: Context): void {
    this.#context = context;
    applyContext(context);
    const link = this.querySelector<HTMLElement>('[data-copy-link]');
    if (link) link.hidden = !context.trainer && !context.gpu;
    const chosen = [context.trainer, context.gpu].map(String);
    for (const button of this.querySelectorAll<HTMLButtonElement>('[data-name] button[value]')) {
      const isChosen = chosen.includes(button.value);
      button.setAttribute('aria-pressed', String(isChosen));
      const strip = button.parentElement;
      if (isChosen && strip)
        strip.scrollLeft = button.offsetLeft - strip.offsetLeft - strip.clientWidth / 3;
    }
  }

  async #copyLink(): Promise<void> {
    const canonical = document.querySelector<HTMLLinkElement>('link[rel="canonical"]')?.href;
    const link = (canonical ?? location.href) + withContext('', this.#context) + location.hash;
    // Where copying is blocked, the address bar holds the same choices.
    if (await copyText(link)) announce(this.dataset['copied'] ?? '');
  }
}

define('tb-context-bar', ContextBar);
