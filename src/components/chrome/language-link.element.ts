import { define, Element } from '../dom/element.ts';
import { keepLanguage } from '../dom/language.ts';

/** Keeps the query and the anchor when the reader changes the language: anchors are equal in both. */
export class LanguageLink extends Element {
  protected connect(signal: AbortSignal): void {
    const link = this.querySelector('a');
    if (!link) return;
    const path = link.href;
    const follow = () => {
      const url = new URL(path);
      url.search = location.search;
      url.hash = location.hash;
      link.href = url.href;
    };
    link.addEventListener('click', () => keepLanguage(link.hreflang), { signal });
    // Just before use, whatever changed the address in between.
    for (const type of ['pointerdown', 'focus', 'click'] as const) {
      link.addEventListener(type, follow, { signal });
    }
  }
}

define('tb-language-link', LanguageLink);
