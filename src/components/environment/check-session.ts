import {
  checkEnvironment,
  type EnvironmentData,
  type KnownError,
  type Report,
} from '../../lib/environment/index.ts';
import type { Locale } from '../../lib/locale.ts';
import type { Answer } from '../finder/answer.ts';
import { ask as askFinder } from '../finder/engine.ts';
import { onFileDrop, pasted, type Incoming } from '../finder/incoming.ts';
import { readLog } from '../finder/log-file.ts';
import { endsOf } from '../finder/long-text.ts';
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
  /** A text of which the field shows the ends only. */
  #long: string | null = null;
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
    const text = this.#long ?? this.#field.value;
    if (text.trim() === '') {
      this.#view.clear();
      return;
    }
    this.#view.wait();
    try {
      const [data, errors] = await Promise.all([this.#load(), this.#errorsIn(text)]);
      if (sequence !== this.#sequence) return;
      const report: Report = checkEnvironment(text, data, this.#locale, errors);
      this.#view.show(report, this.#long === null);
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
    const ends = endsOf(read.text);
    this.#long = ends === null ? null : read.text;
    this.#field.value = ends ?? read.text;
    return true;
  }

  /** The reader changed the field: what it shows is the text again. */
  follow(): void {
    this.#long = null;
  }

  clear(): void {
    this.#sequence += 1;
    this.#long = null;
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
      let answers: Answer[] = [];
      // The last answers are the whole ones: they name the cause.
      for await (const found of askFinder(question)) answers = found;
      return answers
        .filter(({ group, state }) => group === 'exact' && state === 'written')
        .map(({ slug, cause }) => ({ slug, cause }));
    } catch {
      return [];
    }
  }
}
