import { fillContext } from '../guide/paste-context.ts';
import type { Locale } from '../../lib/locale.ts';
import { CauseView } from './cause-view.ts';
import { ask, prepare } from './engine.ts';
import { searchText } from './fulltext-pagefind.ts';
import { readLog } from './log-file.ts';
import { showProbe } from './probe-view.ts';
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

  constructor(box: HTMLElement) {
    const { locale, mode, slug } = box.dataset;
    this.#locale = locale === 'zh' ? 'zh' : 'en';
    this.#box = box;
    this.#about = mode === 'cause' ? slug : undefined;
    this.#view = mode === 'cause' ? new CauseView(box) : new ResultsView(box);
    prepare();
  }

  /** Answers a text in place: guides at once, passages of their text below when they come. */
  async ask(text: string): Promise<void> {
    if (text.trim() === '') {
      this.reset();
      return;
    }
    const sequence = ++this.#sequence;
    const isStale = () => sequence !== this.#sequence;
    const slow = setTimeout(() => {
      if (!isStale()) this.#view.wait();
    }, UNNOTICED);
    try {
      const answers = await ask({ text, locale: this.#locale, about: this.#about });
      clearTimeout(slow);
      if (isStale()) return;
      this.#view.show(answers, text);
      fillContext(text, part(this.#box, '.results'));
      if (this.#about !== undefined && (await showProbe(this.#box, text, isStale))) return;
      const isExact = answers.some(({ group }) => group === 'exact');
      if (this.#about === undefined && !isExact) {
        const passages = await searchText(text);
        if (isStale()) return;
        this.#view.append(passages);
      }
      this.#view.settle();
    } catch {
      if (!isStale()) this.#view.fail();
    } finally {
      clearTimeout(slow);
    }
  }

  /** The text of a dropped file, or null where it is none: the reader is told why. */
  async read(file: File): Promise<string | null> {
    const sequence = ++this.#sequence;
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
    fillContext('', part(this.#box, '.results'));
  }
}
