import {
  checkEnvironment,
  type EnvironmentData,
  type KnownError,
  type Report,
} from '../../lib/environment/index.ts';
import type { Answer } from '../finder/answer.ts';
import type { Locale } from '../../lib/locale.ts';
import { ask as askFinder } from '../finder/engine.ts';
import { onFileDrop, pasted, type Incoming } from '../finder/incoming.ts';
import { readLog } from '../finder/log-file.ts';
import { isLong } from '../finder/long-text.ts';
import { endsOf, wholeOf, type Middle } from '../finder/text-ends.ts';
import { ReportView } from './report-view.ts';

export type { Incoming } from '../finder/incoming.ts';

/** A list of versions alone holds no error: then the finder's data need not be fetched. */
const SHOWS_ERROR = /error|exception|traceback|assert|fail|not support|错误|报错|异常/i;
/** The finder looks for one message; megabytes of packages around it only take time. */
const MOST_FOR_FINDER = 300_000;

/** Everything between a text in the field and the report below it. Nothing leaves the page. */
export class CheckSession {
  readonly #box: HTMLElement;
  readonly #field: HTMLTextAreaElement;
  readonly #view: ReportView;
  readonly #locale: Locale;
  #middle: Middle | null = null;
  #data: Promise<EnvironmentData> | undefined;
  /** Number of the latest question: an answer to an older one is dropped. */
  #sequence = 0;

  constructor(box: HTMLElement, field: HTMLTextAreaElement) {
    this.#box = box;
    this.#field = field;
    this.#locale = box.dataset['locale'] === 'zh' ? 'zh' : 'en';
    this.#view = new ReportView(box, field, this.#locale);
  }

  get isEmpty(): boolean {
    return this.#field.value.trim() === '';
  }

  /** Checks what the field holds. */
  async check(): Promise<void> {
    const sequence = ++this.#sequence;
    const text = wholeOf(this.#field.value, this.#middle);
    if (text.trim() === '') {
      this.#view.clear();
      return;
    }
    this.#view.wait();
    try {
      const [data, errors] = await Promise.all([this.#load(), this.#errorsIn(text)]);
      if (sequence !== this.#sequence) return;
      const report: Report = checkEnvironment(text, data, this.#locale, errors);
      this.#view.show(report, text === this.#field.value);
    } catch {
      if (sequence === this.#sequence) this.#view.say('failed');
    }
  }

  /** What a paste brings that the field cannot take by itself. */
  incoming(event: ClipboardEvent): Incoming | null {
    return pasted(event);
  }

  onDrop(receive: (incoming: Incoming) => void, signal: AbortSignal): void {
    onFileDrop(this.#box, receive, signal);
  }

  /** Takes a long text or a file. Returns whether there is something to check. */
  async take(incoming: Incoming): Promise<boolean> {
    const sequence = ++this.#sequence;
    const read = 'text' in incoming ? incoming : await readLog(incoming.file);
    if (sequence !== this.#sequence) return false;
    if ('problem' in read) {
      this.#view.say(read.problem);
      return false;
    }
    const ends = isLong(read.text) ? endsOf(read.text) : null;
    this.#middle = ends;
    this.#field.value = ends?.shown ?? read.text;
    return true;
  }

  clear(): void {
    this.#sequence += 1;
    this.#middle = null;
    this.#field.value = '';
    this.#view.clear();
  }

  #load(): Promise<EnvironmentData> {
    this.#data ??= this.#fetch();
    this.#data.catch(() => (this.#data = undefined));
    return this.#data;
  }

  async #fetch(): Promise<EnvironmentData> {
    const response = await fetch(this.#box.dataset['path'] ?? '');
    if (!response.ok) throw new Error(`The data answered with status ${response.status}`);
    // The file comes from the same build as this page, under the name of its own hash.
    return (await response.json()) as EnvironmentData;
  }

  /** Guides whose message stands in the text. Without the finder the check still works. */
  async #errorsIn(text: string): Promise<KnownError[]> {
    if (!SHOWS_ERROR.test(text)) return [];
    try {
      const question = { text: text.slice(0, MOST_FOR_FINDER), locale: this.#locale };
      let answers: readonly Answer[] = [];
      // The last answer is the full one.
      for await (const more of askFinder(question)) answers = more;
      return answers
        .filter(({ group, state }) => group === 'exact' && state === 'written')
        .map(({ slug, cause }) => ({ slug, cause }));
    } catch {
      return [];
    }
  }
}
