import { markdownLink, permanentLink } from '../../lib/reply/links.ts';
import { issueReply } from '../../lib/reply/reply.ts';
import type { ReplyGuide } from '../../lib/reply/types.ts';
import { copyText } from '../dom/clipboard.ts';
import type { ShareSubject } from './subject.ts';

/** Shows a permanent link and an issue reply, and copies either. A paste is quoted, and goes nowhere else. */
export class ShareView {
  readonly #dialog: HTMLDialogElement;
  #subject: ShareSubject | undefined;
  #guide: ReplyGuide | undefined;
  readonly #guides = new Map<string, Promise<ReplyGuide>>();

  constructor(dialog: HTMLDialogElement) {
    this.#dialog = dialog;
    dialog.addEventListener('click', ({ target }) => {
      if (!(target instanceof Element)) return;
      if (target === dialog || target.closest('[data-close]')) dialog.close();
      const what = target.closest<HTMLElement>('[data-copy]')?.dataset['copy'];
      if (what) void this.#copy(what);
    });
    dialog.addEventListener('change', () => {
      this.#preview();
    });
  }

  /** Opens the dialog for a guide, a cause, a fix or a section. */
  open(subject: ShareSubject): void {
    this.#subject = subject;
    this.#guide = undefined;
    this.#part('[data-subject]').textContent = subject.title;
    this.#part('[data-address]').textContent = this.#link();
    this.#part('[data-answer]').hidden = !subject.isAnswer;
    this.#say('');
    this.#preview();
    if (!this.#dialog.open) this.#dialog.showModal();
    if (subject.isAnswer) void this.#load(subject);
  }

  async #load(subject: ShareSubject): Promise<void> {
    const { replies = '', notLoaded = '' } = this.#dialog.dataset;
    const address = replies.replace('_', () => subject.slug);
    const guide = this.#guides.get(address) ?? fetch(address).then(guideOf);
    this.#guides.set(address, guide);
    try {
      const answer = await guide;
      if (subject !== this.#subject) return; // Opened for another one meanwhile.
      this.#guide = answer;
      this.#preview();
    } catch {
      this.#guides.delete(address);
      if (subject === this.#subject) this.#part('[data-preview]').textContent = notLoaded;
    }
  }

  /** The origin is the site's own, whatever the location bar says. */
  #permalink(): string {
    const { permalink = '' } = this.#dialog.dataset;
    return permalink.replace('_', () => this.#subject?.slug ?? '');
  }

  #link(): string {
    return permanentLink(this.#permalink(), this.#subject?.context, this.#subject?.anchor);
  }

  #reply(): string {
    if (!this.#subject || !this.#guide) return '';
    const choice = (name: string) =>
      this.#dialog.querySelector<HTMLInputElement>(`input[name="${name}"]:checked`)?.value;
    const locale = choice('locale') === 'zh' ? 'zh' : 'en';
    const { context, cause, fix, quote } = this.#subject;
    const asked = { permalink: this.#permalink(), context, cause, fix, quote };
    const reply = issueReply({ locale, guide: this.#guide, ...asked });
    return choice('form') === 'plain' ? reply.plain : reply.markdown;
  }

  #preview(): void {
    const { loading = '' } = this.#dialog.dataset;
    this.#part('[data-preview]').textContent = this.#reply() || loading;
    const button = this.#dialog.querySelector<HTMLButtonElement>('[data-copy="reply"]');
    if (button) button.disabled = !this.#guide;
  }

  async #copy(what: string): Promise<void> {
    const link = this.#link();
    const text =
      what === 'reply'
        ? this.#reply()
        : what === 'link'
          ? link
          : markdownLink(this.#subject?.title ?? '', link);
    const { copied = '', failed = '' } = this.#dialog.dataset;
    if (await copyText(text)) {
      this.#say(copied);
      return;
    }
    const shown = this.#part(what === 'reply' ? '[data-preview]' : '[data-address]');
    shown.textContent = text;
    getSelection()?.selectAllChildren(shown);
    this.#say(failed);
  }

  #say(text: string): void {
    const status = this.#part('[data-status]');
    status.textContent = text;
    // On a phone the foot of the dialog is out of sight.
    if (text !== '') status.scrollIntoView({ block: 'nearest' });
  }

  #part(selector: string): HTMLElement {
    const found = this.#dialog.querySelector<HTMLElement>(selector);
    if (!found) throw new Error(`The share dialog has no ${selector}`);
    return found;
  }
}

async function guideOf(response: Response): Promise<ReplyGuide> {
  if (!response.ok) throw new Error(`status ${response.status}`);
  return (await response.json()) as ReplyGuide;
}
