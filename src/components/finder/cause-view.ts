import { causeAnchor } from '../../lib/anchors.ts';
import type { Answer } from './answer.ts';
import { StatusLine } from './status-line.ts';
import { addressOf, part, showAnswer, type Problem, type View } from './view.ts';

/** On a guide: says which of its causes a paste points to, and marks that row of the table. */
export class CauseView implements View {
  readonly #box: HTMLElement;
  readonly #results: HTMLElement;
  readonly #status: StatusLine;

  constructor(box: HTMLElement) {
    this.#box = box;
    this.#results = part(box, '.results');
    this.#status = new StatusLine(box);
  }

  wait(): void {
    this.#status.wait();
  }

  show(answers: readonly Answer[]): void {
    this.reset();
    const slug = this.#box.dataset['slug'];
    const own = answers.find((answer) => answer.slug === slug);
    const first = answers[0];
    if (first?.group === 'exact' && own?.group !== 'exact') this.#other(first);
    else if (own?.cause != null) this.#cause(own, own.cause);
    else showAnswer(this.#results, 'none');
  }

  refine(answers: readonly Answer[]): void {
    this.show(answers);
  }

  settle(): void {
    this.#status.say(this.#results.querySelector<HTMLElement>('[data-answer]:not([hidden])'));
  }

  fail(): void {
    this.reset();
    this.#status.say(showAnswer(this.#results, 'failed'));
  }

  reject(problem: Problem): void {
    this.reset();
    this.#status.say(showAnswer(this.#results, problem));
  }

  reset(): void {
    showAnswer(this.#results, null);
    this.#status.clear();
    for (const row of document.querySelectorAll('tr[data-current]')) {
      row.removeAttribute('data-current');
    }
  }

  #cause(own: Answer, cause: string): void {
    const row = [...document.querySelectorAll<HTMLElement>('tr[data-cause]')].find(
      (candidate) => candidate.dataset['cause'] === cause,
    );
    const name = row?.querySelector(`a[href="#${CSS.escape(causeAnchor(cause))}"]`)?.textContent;
    const shown = showAnswer(this.#results, 'cause');
    if (!shown) return;
    row?.setAttribute('data-current', '');
    const link = part(shown, '[data-link]', HTMLAnchorElement);
    link.href = `#${causeAnchor(cause)}`;
    link.textContent = name?.trim() ?? cause;
    const reasons = own.reasons.filter(({ code }) => code.startsWith('cause-'));
    part(shown, 'ul').replaceChildren(
      ...reasons.map(({ text }) => {
        const item = document.createElement('li');
        item.textContent = text;
        return item;
      }),
    );
  }

  #other(answer: Answer): void {
    const shown = showAnswer(this.#results, 'other');
    if (!shown) return;
    const link = part(shown, '[data-link]', HTMLAnchorElement);
    link.href = addressOf(answer, this.#box);
    link.textContent = answer.title;
  }
}
