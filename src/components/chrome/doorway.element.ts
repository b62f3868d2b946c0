import { define, Element } from '../dom/element.ts';

/** Emphasises the language that the browser asks for. It only emphasises: nobody is sent anywhere. */
export class Doorway extends Element {
  protected connect(): void {
    const preferred = navigator.languages.find((tag) => /^(en|zh)\b/i.test(tag))?.slice(0, 2);
    const section =
      preferred && this.querySelector<HTMLElement>(`section[lang^="${preferred.toLowerCase()}"]`);
    if (section) section.dataset['preferred'] = '';
  }
}

define('tb-doorway', Doorway);
