import { define, Element } from '../dom/element.ts';
import { optional } from '../dom/optional.ts';

/**
 * Code whose lines have addresses, `#<region>-L3`. A click on a line's number puts the line into the
 * address; the numbers are drawn by the style, so this is a pointer's way only. The ids are given
 * here: in the page's HTML they were 650 of its 20,150 bytes (brotli, the flagship guide). Values
 * marked as placeholders can be edited in place; what that needs is fetched with the first focus.
 */
export class CodeFigure extends Element {
  protected connect(signal: AbortSignal): void {
    const fields = this.querySelectorAll('var');
    for (const field of fields) {
      field.dataset['value'] = field.textContent;
      // A browser that does not know it leaves the value as it is.
      field.setAttribute('contenteditable', 'plaintext-only');
    }
    if (fields.length > 0) {
      this.addEventListener(
        'focusin',
        () => {
          optional(import('./placeholders.ts').then(({ edit }) => edit()));
        },
        { once: true, signal },
      );
    }
    const { region } = this.dataset;
    if (!region) return;
    const rows = this.querySelectorAll<HTMLElement>('.row:not(.removed)');
    for (const [index, row] of rows.entries()) row.id = `${region}-L${index + 1}`;
    // The browser looked for the line before it had its id: let it look again.
    if (location.hash.startsWith(`#${region}-L`)) location.replace(location.hash);
    this.addEventListener(
      'click',
      ({ target, offsetX }) => {
        if (!(target instanceof HTMLElement) || !target.matches('.row[id]')) return;
        const { paddingInlineStart } = getComputedStyle(target);
        const { inlineSize } = getComputedStyle(target, '::before');
        const edge = Number.parseFloat(paddingInlineStart) + Number.parseFloat(inlineSize);
        if (offsetX < edge) location.hash = target.id;
      },
      { signal },
    );
  }
}

define('tb-code-figure', CodeFigure);
