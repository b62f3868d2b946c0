import type { Answer } from './answer.ts';
import { StatusLine } from './status-line.ts';
import type { Counts } from './status.ts';
import { addressOf, fill, part, cloneItem, showAnswer, type Problem, type View } from './view.ts';

/** Beside a sure answer more related guides would only distract. */
const relatedBesideExact = 3;

/** Answers of the finder as ordered lists of links under the headings of their groups. */
export class ResultsView implements View {
  readonly #box: HTMLElement;
  readonly #results: HTMLElement;
  readonly #status: StatusLine;
  #counts: Counts = { matching: 0, related: 0, passages: 0 };
  /** Items that are shown, by slug: they stay where they are while more is learnt of them. */
  readonly #items = new Map<string, HTMLElement>();

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
    this.refine(answers);
  }

  refine(answers: readonly Answer[]): void {
    const confident = answers.filter(({ group }) => group !== 'related');
    const exact = confident.filter(({ group }) => group === 'exact').length;
    const related = answers
      .filter(({ group }) => group === 'related')
      .slice(0, exact > 0 ? relatedBesideExact : undefined);
    this.#counts.matching = confident.length;
    this.#counts.related = related.length;
    this.#status.count(this.#counts);
    for (const answer of [...confident, ...related]) this.#showHit(answer);
    const unsure = related.length > 0 ? 'close' : 'none';
    showAnswer(this.#results, confident.length > 0 ? (exact > 1 ? 'several' : 'one') : unsure);
  }

  settle(passages: number): void {
    this.#counts.passages = passages;
    this.#status.settle(this.#counts);
  }

  fail(isPartly: boolean): void {
    if (!isPartly) this.reset();
    this.#status.say(showAnswer(this.#results, 'failed'));
  }

  reject(problem: Problem): void {
    this.reset();
    this.#status.say(showAnswer(this.#results, problem));
  }

  reset(): void {
    this.#counts = { matching: 0, related: 0, passages: 0 };
    showAnswer(this.#results, null);
    this.#items.clear();
    for (const section of this.#results.querySelectorAll<HTMLElement>('[data-group]')) {
      section.hidden = true;
      part(section, 'ol').replaceChildren();
    }
    this.#status.clear();
  }

  /** The list of a group, which is about to be shown. */
  #list(group: Answer['group']): HTMLElement {
    const section = part(this.#results, `[data-group="${group}"]`);
    section.hidden = false;
    return part(section, 'ol');
  }

  #showHit(answer: Answer): void {
    const list = this.#list(answer.group);
    const item = this.#items.get(answer.slug) ?? cloneItem(this.#results, 'hit');
    item.dataset['slug'] = answer.slug;
    this.#items.set(answer.slug, item);
    this.#fillHit(item, answer);
    if (item.parentElement !== list) list.append(item);
  }

  #fillHit(item: HTMLElement, answer: Answer): void {
    const isSure = answer.group !== 'related';
    part(item, '[data-link]', HTMLAnchorElement).href = addressOf(answer, this.#box);
    part(item, '[data-headline]').textContent = answer.headline;
    part(item, '[data-title]').textContent = answer.title;
    part(item, '[data-planned]').hidden = answer.state !== 'planned';
    part(item, '[data-at-cause]').hidden = answer.cause === null || answer.state === 'planned';
    if (answer.line) {
      part(item, '[data-line]').hidden = false;
      fill(part(item, 'q'), answer.line);
    }
    fillList(part(item, '[data-links]'), isSure ? answer.links : []);
    const why = part(item, '[data-why]');
    fillList(
      why,
      answer.reasons.map(({ text }) => ({ title: text })),
    );
    // The reasons of a first answer are still to come.
    why.hidden = !isSure;
  }
}

/** Fills the list inside an element and shows the element where the list holds anything. */
function fillList(element: HTMLElement, entries: readonly { title: string; url?: string }[]): void {
  element.hidden = entries.length === 0;
  const items = entries.map(({ title, url }) => {
    const item = document.createElement('li');
    if (url?.startsWith('https://')) {
      const link = Object.assign(document.createElement('a'), { href: url });
      link.lang = 'en';
      link.textContent = title;
      item.append(link);
    } else item.textContent = title;
    return item;
  });
  part(element, 'ul').replaceChildren(...items);
}
