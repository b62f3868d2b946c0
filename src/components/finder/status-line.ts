import { statusText, type Counts, type StatusWords } from './status.ts';
import { part } from './view.ts';

/**
 * What the box says of its answers: to the eye at once, in a line of its own, and to screen readers
 * once for each settled question, in a live region that takes no room.
 */
export class StatusLine {
  readonly #spoken: HTMLElement;
  readonly #seen: HTMLElement;
  readonly #words: StatusWords;
  readonly #rules: Intl.PluralRules;

  constructor(box: HTMLElement) {
    this.#spoken = part(box, '[role="status"]');
    this.#seen = part(box, '[data-summary]');
    // The words were written into the page by its own build.
    this.#words = JSON.parse(box.dataset['status'] ?? '') as StatusWords;
    this.#rules = new Intl.PluralRules(box.dataset['locale']);
  }

  /** Shows that work is under way. */
  wait(): void {
    this.#show(this.#words.searching);
  }

  /** Shows what was found so far. Without a match another element says so. */
  count(counts: Counts): void {
    this.#show(counts.matching === 0 ? '' : statusText(counts, this.#words, this.#rules));
  }

  /** Speaks what was found in the end. */
  settle(counts: Counts): void {
    this.count(counts);
    this.#spoken.textContent = statusText(counts, this.#words, this.#rules);
  }

  /** Speaks what a visible element says. */
  say(element: HTMLElement | null): void {
    this.#show('');
    this.#spoken.textContent = (element?.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
  }

  clear(): void {
    this.#show('');
    this.#spoken.textContent = '';
  }

  #show(text: string): void {
    this.#seen.hidden = text === '';
    this.#seen.textContent = text;
  }
}
