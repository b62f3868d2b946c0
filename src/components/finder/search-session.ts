import { isTooShort } from '../../lib/finder/too-short.ts';
import type { Locale } from '../../lib/locale.ts';
import type { Answer } from './answer.ts';
import { ask, prepare } from './engine.ts';
import { ResultsView } from './results-view.ts';
import { part, type View } from './view.ts';

/** A hint of work in progress before this many milliseconds would only flicker. */
const UNNOTICED = 250;

/** Everything between a question in a box and its answer below it. */
export class SearchSession {
  readonly #locale: Locale;
  readonly #about: string | undefined;
  readonly #view: View;
  readonly #box: HTMLElement;
  /** Number of the latest question: an answer to an older one is dropped. */
  #sequence = 0;

  private constructor(box: HTMLElement, view: View) {
    const { dataset } = box;
    this.#box = box;
    this.#locale = dataset['locale'] === 'zh' ? 'zh' : 'en';
    this.#about = dataset['mode'] === 'cause' ? dataset['slug'] : undefined;
    this.#view = view;
    prepare().catch(() => undefined);
  }

  /** Makes the session of a box. */
  static async of(box: HTMLElement): Promise<SearchSession> {
    if (box.dataset['mode'] !== 'cause') return new SearchSession(box, new ResultsView(box));
    const { CauseView } = await import('./cause-view.ts');
    return new SearchSession(box, new CauseView(box));
  }

  /** Answers a text in place: guides at once, passages of their text below when they come. */
  async ask(text: string): Promise<void> {
    if (isTooShort(text)) {
      this.reset();
      if (text.trim() !== '') this.#view.reject('too-short');
      return;
    }
    const sequence = ++this.#sequence;
    const isStale = () => sequence !== this.#sequence;
    const slow = setTimeout(() => {
      if (!isStale()) this.#view.wait();
    }, UNNOTICED);
    let shown: Answer[] | undefined;
    try {
      for await (const answers of ask({ text, locale: this.#locale, about: this.#about })) {
        clearTimeout(slow);
        if (isStale()) return;
        if (shown) this.#view.refine(answers);
        else this.#view.show(answers);
        shown = answers;
      }
      if (await this.#accompany(text, shown ?? [], isStale)) return;
      let passages = 0;
      const isExact = shown?.some(({ group }) => group === 'exact');
      if (this.#about === undefined && !isExact) {
        passages = await this.#goOn(text, isStale);
        if (isStale()) return;
      }
      this.#view.settle(passages);
    } catch {
      if (!isStale()) this.#view.fail(!!shown?.length);
    } finally {
      clearTimeout(slow);
    }
  }

  /**
   * What a paste is good for beside its answers; its code comes after them. Resolves to whether a
   * probe's output has answered, or another question has come.
   */
  async #accompany(
    text: string,
    answers: readonly Answer[],
    isStale: () => boolean,
  ): Promise<boolean> {
    try {
      const { fillContext, offerReplies, showProbe } = await import('./accompany.ts');
      if (isStale()) return true;
      const results = part(this.#box, '.results');
      fillContext(text, results);
      offerReplies(results, answers, text);
      return this.#about !== undefined && (await showProbe(this.#box, text, isStale));
    } catch {
      return false; // Offline, or without the code: the answers stand.
    }
  }

  /** Shows what follows where no answer is exact: passages of text, whose number it resolves to, and other ways. */
  async #goOn(text: string, isStale: () => boolean): Promise<number> {
    try {
      const { searchText, showPassages, showElsewhere } = await import('./unanswered.ts');
      const passages = await searchText(text, this.#locale);
      if (isStale()) return 0;
      showElsewhere(this.#box, text);
      return showPassages(this.#box, passages);
    } catch {
      return 0; // The answers stand without them.
    }
  }

  /** The text of a dropped file, or null where it is none: the reader is told why. */
  async read(file: File): Promise<string | null> {
    const sequence = ++this.#sequence;
    const { readLog } = await import('./log-file.ts');
    const result = await readLog(file);
    if (sequence !== this.#sequence) return null;
    if ('text' in result) return result.text;
    this.#view.reject(result.problem);
    return null;
  }

  /** Removes every answer and drops what is still under way. */
  reset(): void {
    this.#sequence += 1;
    this.#view.reset();
    this.#box.querySelector('[data-context-note]')?.remove();
  }
}
