import { define, Element } from '../dom/element.ts';

/** A link to the guide's twin that, once chosen, becomes a choice of what to copy. */
export class CopyMarkdown extends Element {
  protected connect(signal: AbortSignal): void {
    const link = this.querySelector('a');
    const open = (event: MouseEvent): void => {
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      link.removeEventListener('click', open);
      import('./copy-markdown.ts')
        .then(({ offerCopy }) => offerCopy(this, link, signal))
        .catch(() => {
          location.href = link.href;
        });
    };
    link?.addEventListener('click', open, { signal });
  }
}

define('tb-copy-markdown', CopyMarkdown);
