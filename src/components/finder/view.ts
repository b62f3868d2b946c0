import { causeAnchor } from '../../lib/anchors.ts';
import type { Segment } from '../../lib/fulltext/segment.ts';
import type { Answer } from './answer.ts';
import type { FileProblem } from './log-file.ts';

/** Why a text is not looked up, as the page names the words for it. */
export type Problem = FileProblem | 'too-short';

/** How answers appear. Every word stands in the page already; a view fills text nodes and shows what applies. */
export interface View {
  wait(): void;
  /** Shows the first answers to a question. */
  show(answers: readonly Answer[]): void;
  /** Adds the rest below them, and what is now known of them. */
  refine(answers: readonly Answer[]): void;
  /** Nothing more will come: says once to screen readers what was found, passages of text included. */
  settle(passages: number): void;
  /** Says that something did not load; what is shown of it may stay. */
  fail(isPartly: boolean): void;
  /** Says why a text is not looked up. */
  reject(problem: Problem): void;
  reset(): void;
}

/**
 * The one element for a selector. A page without it was built by another version: its box says that
 * it failed.
 */
export function part(root: ParentNode, selector: string): HTMLElement;
export function part<Type extends HTMLElement>(
  root: ParentNode,
  selector: string,
  type: new () => Type,
): Type;
export function part(root: ParentNode, selector: string, type = HTMLElement): HTMLElement {
  const found = root.querySelector(selector);
  if (!(found instanceof type)) throw new Error(`The finder's page has no ${selector}`);
  return found;
}

/** A new item of the answers from its template. */
export function cloneItem(root: ParentNode, name: 'hit' | 'passage'): HTMLElement {
  const template = part(root, `template[data-of="${name}"]`, HTMLTemplateElement);
  return part(document.importNode(template.content, true), 'li');
}

/** Fills an element with text, marked pieces as `<mark>`. */
export function fill(element: HTMLElement, segments: readonly Segment[]): void {
  element.replaceChildren(
    ...segments.map(({ text, marked }) => {
      if (!marked) return text;
      const mark = document.createElement('mark');
      mark.textContent = text;
      return mark;
    }),
  );
}

/** Shows what is prepared for one answer, by the words of its `data-answer`, and hides the rest. */
export function showAnswer(root: ParentNode, name: string | null): HTMLElement | null {
  let shown: HTMLElement | null = null;
  for (const element of root.querySelectorAll<HTMLElement>('[data-answer]')) {
    element.hidden = !element.matches(`[data-answer~="${name ?? ''}"]`);
    if (!element.hidden) shown = element;
  }
  return shown;
}

/** Address of a guide in this page's language, at its cause where one is known; of the planned note where it is not written. */
export function addressOf({ slug, state, cause }: Answer, box: HTMLElement): string {
  const { guidePath = '', plannedPath = '' } = box.dataset;
  if (state === 'planned') return plannedPath.replace('_', () => slug);
  return guidePath.replace('_', () => slug) + (cause === null ? '' : `#${causeAnchor(cause)}`);
}
