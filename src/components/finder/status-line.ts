import { statusText, type Counts, type StatusWords } from './status.ts';
import { part } from './view.ts';

/** The box's one live region: spoken once for each settled question. */
export class StatusLine {
  readonly #line: HTMLElement;
  readonly #waiting: HTMLElement;
  readonly #words: StatusWords;
  readonly #locale: string;

  constructor(box: HTMLElement) {
    this.#line = part(box, '[role="status"]');
    this.#waiting = part(box, '[data-waiting]');
    // The words were written into the page by its own build.
    this.#words = JSON.parse(box.dataset['status'] ?? '') as StatusWords;
    this.#locale = box.dataset['locale'] ?? 'en';
  }

  /** Shows that work is under way, to the eye only. */
  wait(): void {
    this.#waiting.hidden = false;
  }

  count(counts: Counts): void {
    this.#set(statusText(counts, this.#words, this.#locale), counts.matching > 0);
  }

  /** Speaks what a visible element says, without showing it twice. */
  say(element: HTMLElement | null): void {
    this.#set((element?.textContent ?? '').replaceAll(/\s+/g, ' ').trim(), false);
  }

  clear(): void {
    this.#waiting.hidden = true;
    this.#line.textContent = '';
  }

  #set(text: string, isShown: boolean): void {
    this.#waiting.hidden = true;
    this.#line.classList.toggle('visually-hidden', !isShown);
    this.#line.textContent = text;
  }
}
