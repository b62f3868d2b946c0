import type { Passage } from './fulltext-pagefind.ts';
import { fill, part } from './view.ts';

/** Fills an item with a passage: the part of the guide where there is one, and the words found. */
export function fillPassage(item: HTMLElement, { path, title, heading, excerpt }: Passage): void {
  part(item, '[data-link]', HTMLAnchorElement).href = path;
  part(item, '[data-heading]').textContent = heading ?? title;
  part(item, '[data-title]').textContent = heading === null ? '' : title;
  fill(part(item, '[data-excerpt]'), excerpt);
}
