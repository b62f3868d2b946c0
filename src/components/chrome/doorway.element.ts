import { define, Element } from '../dom/element.ts';
import { readersLocale } from '../dom/readers-locale.ts';

/** Emphasises the reader's language. It only emphasises: nobody is sent anywhere. */
export class Doorway extends Element {
  protected connect(): void {
    const preferred = readersLocale();
    const section = preferred && this.querySelector<HTMLElement>(`section[lang^="${preferred}"]`);
    if (section) section.dataset['preferred'] = '';
  }
}

define('tb-doorway', Doorway);
