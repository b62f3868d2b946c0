/**
 * Base of all custom elements of the site: light DOM around server-rendered HTML that already works. Every listener
 * is given the signal, so that removing the element ends them all.
 */
export abstract class Element extends HTMLElement {
  #controller: AbortController | undefined;

  connectedCallback(): void {
    this.#controller = new AbortController();
    this.connect(this.#controller.signal);
  }

  disconnectedCallback(): void {
    this.#controller?.abort();
  }

  /** Sets the element up. The signal ends when the element leaves the page. */
  protected abstract connect(signal: AbortSignal): void;
}

/** Registers an element once, however often its module is loaded. */
export function define(tag: `tb-${string}`, element: CustomElementConstructor): void {
  if (!customElements.get(tag)) customElements.define(tag, element);
}
