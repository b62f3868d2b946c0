import { define, Element } from '../dom/element.ts';

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
    await Promise.all([...page.querySelectorAll('link[rel="stylesheet"]')].map(addSheet));
    link.before(document.adoptNode(panel));
  }
}

/** Adds a stylesheet of the figure's page unless this page has it, and waits until it is there. */
async function addSheet(sheet: globalThis.Element): Promise<void> {
  const href = sheet.getAttribute('href') ?? '';
  const present = document.querySelector<HTMLLinkElement>(`link[href="${CSS.escape(href)}"]`);
  const link = present ?? document.createElement('link');
  if (link.sheet) return;
  const settled = new Promise((resolve) => {
    link.addEventListener('load', resolve);
    link.addEventListener('error', resolve);
  });
  if (!present) {
    link.rel = 'stylesheet';
    link.href = href;
    document.head.append(link);
  }
  await settled;
}

define('tb-figure', Figure);
