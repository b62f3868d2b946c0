import { define, Element } from '../dom/element.ts';

/** A click on a line's number puts the line into the address. The numbers are drawn by the style, so this is a pointer's way only. */
export class CodeFigure extends Element {
  protected connect(signal: AbortSignal): void {
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
