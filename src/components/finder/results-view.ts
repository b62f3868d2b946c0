import type { Answer } from './answer.ts';
import type { Passage } from './fulltext-pagefind.ts';
import type { FileProblem } from './log-file.ts';
import { excerptOf, errorIssueAddress } from './report.ts';
import { StatusLine } from './status-line.ts';
import type { Counts } from './status.ts';
import { offerReply } from './offer-reply.ts';
import { addressOf, fill, part, showAnswer, type View } from './view.ts';

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
  #text = '';

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
    this.#text = text;
    const confident = answers.filter(({ group }) => group !== 'related');
    const isExact = confident.some(({ group }) => group === 'exact');
    const related = answers
      .filter(({ group }) => group === 'related')
      .slice(0, isExact ? relatedBesideExact : undefined);
    this.#counts.matching = confident.length;
    this.#counts.related = related.length;
    this.#status.count(this.#counts);
    this.#confident = new Set(confident.map(({ slug }) => slug));
    for (const group of ['exact', 'likely'] as const) {
      const members = confident.filter((answer) => answer.group === group);
      this.#fillGroup(
        group,
        members.map((answer) => this.#hit(answer)),
      );
    }
    this.#fillGroup(
      'related',
      related.map((answer) => this.#hit(answer)),
    );
    if (confident.length > 0) return;
    showAnswer(this.#results, 'none');
    this.#offerReport(text);
  }

  append(passages: readonly Passage[]): void {
    // A guide that stands above with confidence is not offered again.
    const isNew = ({ path }: Passage) =>
      ![...this.#confident].some((slug) => path.includes(`/${slug}/`));
    const shown = passages.filter(isNew);
    this.#counts.passages = shown.length;
    this.#fillGroup(
      'text',
      shown.map((passage) => this.#passage(passage)),
    );
  }

  settle(): void {
    this.#status.settle(this.#counts);
  }

  fail(): void {
    this.reset();
    this.#status.say(showAnswer(this.#results, 'failed'));
  }

  reject(problem: FileProblem): void {
    this.reset();
    this.#status.say(showAnswer(this.#results, problem));
  }

  reset(): void {
    this.#counts = { matching: 0, related: 0, passages: 0 };
    showAnswer(this.#results, null);
    for (const group of groups) this.#fillGroup(group, []);
    this.#status.clear();
  }

  #offerReport(text: string): void {
    // Where the site names no repository there is nowhere to report to.
    const report = this.#results.querySelector<HTMLDetailsElement>('[data-report]');
    if (!report) return;
    report.open = false;
    const excerpt = excerptOf(text);
    part(report, 'pre').textContent = excerpt;
    const repository = report.dataset['repository'] ?? '';
    part(report, '[data-issue]', HTMLAnchorElement).href = errorIssueAddress(repository, excerpt);
  }

  #fillGroup(group: (typeof groups)[number], items: readonly Node[]): void {
    const section = part(this.#results, `[data-group="${group}"]`);
    part(section, 'ol').replaceChildren(...items);
    section.hidden = items.length === 0;
  }

  #clone(name: 'hit' | 'passage'): HTMLElement {
    const template = part(this.#results, `template[data-of="${name}"]`, HTMLTemplateElement);
    return part(document.importNode(template.content, true), 'li');
  }

  #hit(answer: Answer): HTMLElement {
    const item = this.#clone('hit');
    const isSure = answer.group !== 'related';
    part(item, '[data-link]', HTMLAnchorElement).href = addressOf(answer, this.#box);
    part(item, '[data-headline]').textContent = answer.headline;
    part(item, '[data-title]').textContent = answer.title;
    part(item, '[data-planned]').hidden = answer.state !== 'planned';
    part(item, '[data-at-cause]').hidden = answer.cause === null || answer.state === 'planned';
    if (isSure && answer.state === 'written')
      offerReply(part(item, '[data-reply]'), answer, this.#text);
    if (answer.line && isSure) {
      part(item, '[data-line]').hidden = false;
      fill(part(item, 'q'), answer.line);
    }
    this.#list(part(item, '[data-links]'), isSure ? answer.links : []);
    const why = answer.reasons.map(({ text }) => ({ title: text }));
    this.#list(part(item, '[data-why]'), isSure ? why : []);
    return item;
  }

  /** Fills the list inside an element and shows the element where the list holds anything. */
  #list(element: HTMLElement, entries: readonly { title: string; url?: string }[]): void {
    element.hidden = entries.length === 0;
    const list = part(element, 'ul');
    for (const { title, url } of entries) {
      const item = document.createElement('li');
      if (url?.startsWith('https://')) {
        const link = Object.assign(document.createElement('a'), { href: url, rel: 'noopener' });
        link.lang = 'en';
        link.textContent = title;
        item.append(link);
      } else item.textContent = title;
      list.append(item);
    }
  }

  #passage({ path, title, heading, excerpt }: Passage): HTMLElement {
    const item = this.#clone('passage');
    part(item, '[data-link]', HTMLAnchorElement).href = path;
    part(item, '[data-heading]').textContent = heading ?? title;
    part(item, '[data-title]').textContent = heading === null ? '' : title;
    fill(part(item, '[data-excerpt]'), excerpt);
    return item;
  }
}
