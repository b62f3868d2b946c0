import { isLong, wholeOf, type Middle } from './long-text.ts';
import { isOneLiner, isTyped } from './query.ts';

/** The text of a field: which may be longer than the field shows, and typed or brought from elsewhere. */
export class FieldText {
  readonly #field: HTMLTextAreaElement;
  #middle: Middle | null = null;
  /** Only what was typed from the first letter on may become an address. */
  #isTyped = true;

  constructor(field: HTMLTextAreaElement) {
    this.#field = field;
  }

  get value(): string {
    return wholeOf(this.#field.value, this.#middle);
  }

  get isEmpty(): boolean {
    return this.value.trim() === '';
  }

  /** The text as a query that may stand in an address, or an empty string. */
  get shareable(): string {
    return this.#isTyped && isOneLiner(this.value) ? this.value.trim() : '';
  }

  /** Puts a text into the field; of a long one the ends, as soon as the code for that is there. */
  set(text: string, origin: 'typed' | 'brought'): void {
    this.#isTyped = origin === 'typed' || text === '';
    this.#middle = null;
    if (isLong(text)) void this.#setEnds(text);
    else this.#field.value = text;
  }

  /** Follows the reader's own change. Returns whether it brought a text from elsewhere. */
  follow(event: InputEvent): boolean {
    const isBrought = !isTyped(event);
    if (this.#field.value === '') this.#isTyped = true;
    else if (isBrought) this.#isTyped = false;
    if (isLong(this.#field.value)) this.set(this.value, 'brought');
    return /^insertFrom(?:Paste|Drop)/.test(event.inputType);
  }

  async #setEnds(text: string): Promise<void> {
    const middle: Middle = { sentence: '', hidden: text };
    this.#middle = middle;
    this.#field.value = '';
    const ends = await import('./text-ends.ts').then(
      ({ endsOf }) => endsOf(text),
      () => null,
    );
    if (this.#middle !== middle) return;
    this.#middle = ends;
    this.#field.value = ends?.shown ?? text;
  }
}
