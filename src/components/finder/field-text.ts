import { endsOf } from './long-text.ts';
import { isOneLiner, isTyped } from './query.ts';

/** The text of a field: which may be longer than the field shows, and typed or brought from elsewhere. */
export class FieldText {
  readonly #field: HTMLTextAreaElement;
  /** A text of which the field shows the ends only. */
  #long: string | null = null;
  /** Only what was typed from the first letter on may become an address. */
  #isTyped = true;

  constructor(field: HTMLTextAreaElement) {
    this.#field = field;
  }

  get value(): string {
    return this.#long ?? this.#field.value;
  }

  get isEmpty(): boolean {
    return this.#field.value.trim() === '';
  }

  /** The text as a query that may stand in an address, or an empty string. */
  get shareable(): string {
    return this.#isTyped && isOneLiner(this.value) ? this.value.trim() : '';
  }

  /** Puts a text into the field. */
  set(text: string, origin: 'typed' | 'brought'): void {
    const ends = endsOf(text);
    this.#long = ends === null ? null : text;
    this.#field.value = ends ?? text;
    this.#isTyped = origin === 'typed' || text === '';
  }

  /** Follows the reader's own change. Returns whether it brought a text from elsewhere. */
  follow(event: InputEvent): boolean {
    this.#long = null;
    const isBrought = !isTyped(event);
    if (this.#field.value === '') this.#isTyped = true;
    else if (isBrought) this.#isTyped = false;
    return /^insertFrom(?:Paste|Drop)/.test(event.inputType);
  }
}
