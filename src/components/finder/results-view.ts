import type { Answer } from './answer.ts';
import type { Passage } from './fulltext-pagefind.ts';
import type { FileProblem } from './log-file.ts';
import { StatusLine } from './status-line.ts';
import type { Counts } from './status.ts';
import { addressOf, fill, part, showAnswer, type FillPassage, type View } from './view.ts';

const groups = ['exact', 'likely', 'related', 'text'] as const;

/** Beside a sure answer more related guides would only distract. */
const relatedBesideExact = 3;

/** Answers of the finder as ordered lists of links under the headings of their groups. */
export class ResultsView implements View {
  readonly #box: HTMLElement;
  readonly #results: HTMLElement;
  readonly #status: StatusLine;
  #counts: Counts = { matching: 0, related: 0, passages: 0 };
  #confident = new Set<string>();
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

  show(answers: readonly Answer[], text: string): void {
    this.reset();
    this.refine(answers, text);
  }

  refine(answers: readonly Answer[], text: string): void {
    const confident = answers.filter(({ group }) => group !== 'related');
    const isExact = confident.some(({ group }) => group === 'exact');
    const related = answers
      .filter(({ group }) => group === 'related')
      .slice(0, isExact ? relatedBesideExact : undefined);
    this.#counts.matching = confident.length;
    this.#counts.related = related.length;
    this.#status.count(this.#counts);
    this.#confident = new Set(confident.map(({ slug }) => slug));
    for (const answer of [...confident, ...related]) this.#showHit(answer);
    if (confident.length > 0) return;
    showAnswer(this.#results, 'none');
    void this.#offerReport(text);
  }

  append(passages: readonly Passage[], fillItem: FillPassage): void {
    // A guide that stands above with confidence is not offered again.
    const isNew = ({ path }: Passage) =>
      ![...this.#confident].some((slug) => path.includes(`/${slug}/`));
    const shown = passages.filter(isNew);
    this.#counts.passages = shown.length;
    for (const passage of shown) {
      const item = this.#clone('passage');
      fillItem(item, passage);
      this.#list('text').append(item);
    }
  }

  settle(): void {
    this.#status.settle(this.#counts);
  }

  fail(isPartly: boolean): void {
    if (!isPartly) this.reset();
    this.#status.say(showAnswer(this.#results, 'failed'));
  }

  reject(problem: FileProblem): void {
    this.reset();
    this.#status.say(showAnswer(this.#results, problem));
  }

  reset(): void {
    this.#counts = { matching: 0, related: 0, passages: 0 };
    showAnswer(this.#results, null);
    this.#items.clear();
    for (const group of groups) {
      this.#list(group).replaceChildren();
      this.#section(group).hidden = true;
    }
    this.#status.clear();
  }

  async #offerReport(text: string): Promise<void> {
    // Where the site names no repository there is nowhere to report to.
    const report = this.#results.querySelector<HTMLDetailsElement>('[data-report]');
    if (!report) return;
    report.open = false;
    report.hidden = false;
    try {
      const { fillReport } = await import('./unanswered.ts');
      fillReport(report, text);
    } catch {
      report.hidden = true; // Without its code, or offline, nothing can be reported.
    }
  }

  #section(group: (typeof groups)[number]): HTMLElement {
    return part(this.#results, `[data-group="${group}"]`);
  }

  /** The list of a group, which is about to be shown. */
  #list(group: (typeof groups)[number]): HTMLElement {
    const section = this.#section(group);
    section.hidden = false;
    return part(section, 'ol');
  }

  #clone(name: 'hit' | 'passage'): HTMLElement {
    const template = part(this.#results, `template[data-of="${name}"]`, HTMLTemplateElement);
    return part(document.importNode(template.content, true), 'li');
  }

  #showHit(answer: Answer): void {
    const list = this.#list(answer.group);
    const item = this.#items.get(answer.slug) ?? this.#clone('hit');
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
