import { define, Element } from '../dom/element.ts';
import { readersLocale } from '../dom/readers-locale.ts';

/** Goes on to the guide in the reader's language, with query and anchor. Without one of ours, in English. */
export class Forward extends Element {
  protected connect(): void {
    const locale = readersLocale() ?? 'en';
    const link = this.querySelector<HTMLAnchorElement>(`a[hreflang^="${locale}"]`);
    if (!link) return;
    const url = new URL(link.href);
    url.search = location.search;
    url.hash = location.hash;
    // In place of this page, so that "back" leads to where the link was.
    location.replace(url);
  }
}

define('tb-forward', Forward);
