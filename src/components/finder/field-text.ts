import { isLong } from './long-text.ts';
import { isOneLiner, isTyped } from './query.ts';

/** The text of a field: which may be longer than the field shows, and typed or brought from elsewhere. */
export class FieldText {
  readonly #field: HTMLTextAreaElement;
  /** A text of which the field shows the ends only. */
  #long: { readonly value: string } | null = null;
  /** Only what was typed from the first letter on may become an address. */
  #isTyped = true;

  constructor(field: HTMLTextAreaElement) {
    this.#field = field;
  }

  get value(): string {
    return (this.#long ?? this.#field).value;
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
    this.#long = null;
    if (isLong(text)) this.#setLong(text);
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

  #setLong(text: string): void {
    const whole = (this.#long = { value: text });
    this.#field.value = '';
    import('./text-ends.ts').then(
      ({ showEnds }) => {
        if (this.#long === whole) this.#long = showEnds(this.#field, text);
      },
      () => {
        this.#long = null;
        this.#field.value = text;
      },
    );
  }
}
