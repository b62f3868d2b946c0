import { inlineParts } from '../../lib/inline-code.ts';

/** Small pieces of a report. Whatever comes from a paste becomes text nodes. */

/** Shows or hides an element that the page may lack. */
export function show(element: HTMLElement | null, isShown: boolean): void {
  if (element) element.hidden = !isShown;
}

/** Fills a link. */
export function link(anchor: HTMLAnchorElement, href: string, text: string): void {
  anchor.href = href;
  anchor.textContent = text;
}

/** A new element with a sentence in it. */
export function withCode(tag: 'li' | 'dt' | 'dd', text: string): HTMLElement {
  const element = document.createElement(tag);
  fillCode(element, text);
  return element;
}

/** Fills an element with a sentence; what stands between backticks is code. */
export function fillCode(element: HTMLElement, sentence: string): void {
  element.replaceChildren(
    ...inlineParts(sentence).map(({ text, isCode }) => {
      if (!isCode) return text;
      const code = document.createElement('code');
      code.translate = false;
      code.textContent = text;
      return code;
    }),
  );
}
