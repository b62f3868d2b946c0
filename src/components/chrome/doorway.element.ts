import { preferredLocale } from '../../lib/locale.ts';
import { define, Element } from '../dom/element.ts';

/** Emphasises the language that the browser asks for. It only emphasises: nobody is sent anywhere. */
export class Doorway extends Element {
  protected connect(): void {
    const preferred = preferredLocale(navigator.languages);
    const section = preferred && this.querySelector<HTMLElement>(`section[lang^="${preferred}"]`);
    if (section) section.dataset['preferred'] = '';
  }
}

define('tb-doorway', Doorway);
