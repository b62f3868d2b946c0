import { define, Element } from '../dom/element.ts';

/** Listens for the first sign of interest in a marked term, and only then loads what explains it. */
export class TermTip extends Element {
  protected connect(signal: AbortSignal): void {
    const explain = (event: Event) => {
      const term = (event.target as HTMLElement).closest<HTMLAnchorElement>('a.term');
      const isTouch = (event as PointerEvent).pointerType === 'touch';
      const isClick = event.type === 'click';
      // A finger cannot hover: its tap explains the term, and the tip has the link. A mouse follows the link.
      if (!term || isClick !== isTouch) return;
      if (isClick) event.preventDefault();
      import('./term-popover.ts')
        .then(({ explainTerm }) => explainTerm(term, this.dataset['more'] ?? '', event.type))
        .catch(() => {
          if (isClick) location.assign(term.href);
        });
    };
    for (const type of ['pointerover', 'focusin', 'click']) {
      document.addEventListener(type, explain, { signal });
    }
  }
}

define('tb-term-tip', TermTip);
