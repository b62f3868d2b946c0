import { define, Element } from '../dom/element.ts';
import { addStylesheet } from '../dom/stylesheet.ts';

/** How far from the screen a figure is fetched. */
const margin = '600px';

/** Fetches the figure that its link leads to when the reader comes near; else the link remains. */
export class Figure extends Element {
  protected connect(signal: AbortSignal): void {
    const link = this.querySelector('a');
    if (!link || this.querySelector('figure')) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        observer.disconnect();
        this.#fetch(link).catch(() => {
          // The link leads to it; the room that was kept for it goes.
          this.style.minBlockSize = '0';
        });
      },
      { rootMargin: margin },
    );
    observer.observe(this);
    signal.addEventListener('abort', () => {
      observer.disconnect();
    });
  }

  async #fetch(link: HTMLAnchorElement): Promise<void> {
    const answer = await fetch(link.href);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const panel = page.querySelector('tb-figure-panel');
    if (!panel) throw new Error('The page of the figure has none.');
    const sheets = [...page.querySelectorAll('link[rel="stylesheet"]')];
    await Promise.all(sheets.map((sheet) => addStylesheet(sheet.getAttribute('href') ?? '')));
    link.before(document.adoptNode(panel));
  }
}

define('tb-figure', Figure);
