import { define, Element } from '../dom/element.ts';
import { readersLocale } from '../dom/readers-locale.ts';

/** Puts the box of the reader's language into the place of the English one, unless somebody is using that. */
export class ReadersBox extends Element {
  protected connect(): void {
    const template = this.querySelector<HTMLTemplateElement>(':scope > template');
    if (!template || readersLocale() !== 'zh' || this.contains(document.activeElement)) return;
    this.replaceChildren(template.content);
  }
}

define('tb-readers-box', ReadersBox);
