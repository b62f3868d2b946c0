import { causeAnchor } from '../../lib/anchors.ts';
import {
  contextSentence,
  findingGroups,
  toMarkdown,
  type Finding,
  type Report,
} from '../../lib/environment/index.ts';
import type { Locale } from '../../lib/locale.ts';
import { announce } from '../dom/announce.ts';
import { changeContext } from '../dom/change-context.ts';
import { part } from '../finder/view.ts';
import { fillCode, link, show, withCode } from './report-parts.ts';

type Message = 'failed' | 'file-too-large' | 'not-text';

/** How long a button says that it copied, in milliseconds. */
const feedbackTime = 1800;

/** Shows reports. The frame stands in the page; everything from a paste becomes text nodes. */
export class ReportView {
  readonly #box: HTMLElement;
  readonly #field: HTMLTextAreaElement;
  readonly #locale: Locale;
  #report: Report | undefined;

  constructor(box: HTMLElement, field: HTMLTextAreaElement, locale: Locale) {
    this.#box = box;
    this.#field = field;
    this.#locale = locale;
    this.#onCopy('[data-copy]', () => (this.#report ? toMarkdown(this.#report, locale) : ''));
    this.#onCopy('[data-copy-command]', () => this.#report?.install?.command ?? '');
  }

  wait(): void {
    const { working = '' } = this.#box.dataset;
    this.#message(part(this.#box, '[data-result]').hidden ? working : '');
  }

  say(message: Message): void {
    const key = message.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    const text = this.#box.dataset[key] ?? '';
    part(this.#box, '[data-result]').hidden = true;
    this.#message(text);
    this.#speak(text);
  }

  clear(): void {
    this.#report = undefined;
    part(this.#box, '[data-result]').hidden = true;
    this.#message('');
    this.#speak('');
  }

  /** @param hasLines whether the field shows the text whole, so that its lines can be selected */
  show(report: Report, hasLines: boolean): void {
    this.#report = report;
    this.#message('');
    const frame = part(this.#box, '[data-result]');
    part(frame, '[data-summary]').textContent = report.summary;
    part(frame, '[data-copy]').hidden = report.readings.length === 0;
    const readings = part(frame, '[data-readings]');
    readings.textContent = report.readings.map(({ text }) => text).join(' · ');
    show(readings.parentElement, report.readings.length > 0);
    this.#facts(frame, report);
    for (const group of findingGroups) {
      const section = part(frame, `[data-group="${group}"]`);
      const own = report.findings.filter((finding) => finding.group === group);
      section.hidden = own.length === 0;
      section.querySelector('[data-count]')?.replaceChildren(String(own.length));
      part(section, 'ol').replaceChildren(
        ...own.map((finding, index) => this.#finding(finding, own[index - 1], hasLines)),
      );
    }
    this.#install(frame, report);
    const unknown = part(frame, '[data-unknown]');
    unknown.hidden = report.unknown.length === 0;
    part(unknown, 'ul').replaceChildren(...report.unknown.map((text) => withCode('li', text)));
    this.#context(frame, report);
    frame.hidden = false;
    this.#speak(report.summary);
  }

  #facts(frame: HTMLElement, { facts }: Report): void {
    const list = part(frame, '[data-facts]');
    list.hidden = facts.length === 0;
    list.replaceChildren(
      ...facts.map(({ label, value }) => {
        const row = document.createElement('div');
        row.append(withCode('dt', label), withCode('dd', value));
        return row;
      }),
    );
  }

  #finding(finding: Finding, above: Finding | undefined, hasLines: boolean): HTMLElement {
    const template = part(this.#box, 'template[data-of="finding"]', HTMLTemplateElement);
    const item = part(document.importNode(template.content, true), 'li');
    const title = part(item, '[data-title]');
    // Several causes of one error stand together: its message once.
    title.hidden = finding.code === 'cause' && above?.title === finding.title;
    // The headline of a guide is a printed message: no sign in it is markup.
    if (finding.code === 'cause') {
      title.textContent = finding.title;
      title.lang = 'en';
      title.translate = false;
      title.classList.add('message');
    } else fillCode(title, finding.title);
    fillCode(part(item, '[data-detail]'), finding.detail);
    const { guide, source, lines } = finding;
    show(part(item, '[data-guide]'), guide !== null);
    if (guide) link(part(item, '[data-link]', HTMLAnchorElement), this.#address(guide), guide.text);
    show(part(item, '[data-source]'), source !== null);
    if (source?.url.startsWith('https://')) {
      const anchor = part(item, '[data-source-link]', HTMLAnchorElement);
      link(anchor, source.url, source.title);
    }
    const origin = part(item, '[data-origin]');
    origin.hidden = lines.length === 0 || !hasLines;
    const words = template.dataset[lines.length === 1 ? 'line' : 'lines'] ?? '#';
    origin.textContent = words.replace('#', () => lines.join(', '));
    origin.addEventListener('click', () => this.#select(lines));
    return item;
  }

  #install(frame: HTMLElement, { install, noInstall }: Report): void {
    const section = part(frame, '[data-install]');
    section.hidden = install === null && noInstall === null;
    part(section, '[data-install-text]').textContent = install?.text ?? noInstall;
    show(part(section, '[data-install-from]'), install !== null);
    show(part(section, '[data-install-command]'), install !== null);
    if (!install) return;
    part(section, 'pre').textContent = install.command;
    const anchor = part(section, '[data-install-guide]', HTMLAnchorElement);
    link(anchor, this.#address(install.guide), install.guide.text);
  }

  /** The set-up that the paste names is kept for the guide that is opened next, and said so. */
  #context(frame: HTMLElement, { context }: Report): void {
    const line = part(frame, '[data-context]');
    const sentence = contextSentence(context, this.#locale);
    line.hidden = sentence === null;
    line.textContent = sentence;
    if (sentence === null) return;
    changeContext(context);
  }

  #address({ slug, cause }: NonNullable<Finding['guide']>): string {
    const path = (this.#box.dataset['guidePath'] ?? '').replace('_', () => slug);
    return cause === null ? path : `${path}#${causeAnchor(cause)}`;
  }

  /** Selects the first of the lines in the field: a browser scrolls to it. */
  #select([first = 1]: readonly number[]): void {
    const lines = this.#field.value.split('\n');
    const start = lines.slice(0, first - 1).reduce((sum, line) => sum + line.length + 1, 0);
    this.#field.focus();
    this.#field.setSelectionRange(start, start + (lines[first - 1]?.length ?? 0));
    const height = this.#field.scrollHeight / Math.max(1, lines.length);
    this.#field.scrollTop = Math.max(0, (first - 3) * height);
  }

  #onCopy(selector: string, text: () => string): void {
    const button = part(this.#box, selector);
    const label = button.textContent;
    const copy = async (): Promise<void> => {
      const { copied = '', copyFailed = '' } = this.#box.dataset;
      const done = await navigator.clipboard.writeText(text()).then(
        () => true,
        () => false,
      );
      const said = done ? copied : copyFailed;
      announce(said);
      button.textContent = said;
      setTimeout(() => (button.textContent = label), feedbackTime);
    };
    button.addEventListener('click', () => void copy());
  }

  #message(text: string): void {
    const message = part(this.#box, '[data-message]');
    message.hidden = text === '';
    message.textContent = text;
  }

  #speak(text: string): void {
    part(this.#box, '[role="status"]').textContent = text;
  }
}
