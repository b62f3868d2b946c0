import type { Passage } from './fulltext-pagefind.ts';
import { cloneItem, fill, part } from './view.ts';

const CONFIDENT = ':is([data-group="exact"], [data-group="likely"]) li[data-slug]';

/** Shows passages below the guides. What stands there with confidence is not offered again. Returns how many. */
export function showPassages(box: HTMLElement, passages: readonly Passage[]): number {
  const confident = [...box.querySelectorAll<HTMLElement>(CONFIDENT)];
  const items = passages
    .filter(({ path }) => !confident.some(({ dataset }) => path.includes(`/${dataset['slug']}/`)))
    .map((passage) => itemOf(box, passage));
  const section = part(box, '[data-group="text"]');
  section.hidden = items.length === 0;
  part(section, 'ol').append(...items);
  return items.length;
}

/** The part of the guide where there is one, and the words found. */
function itemOf(box: HTMLElement, { path, title, heading, excerpt }: Passage): HTMLElement {
  const item = cloneItem(box, 'passage');
  part(item, '[data-link]', HTMLAnchorElement).href = path;
  part(item, '[data-heading]').textContent = heading ?? title;
  part(item, '[data-title]').textContent = heading === null ? '' : title;
  fill(part(item, '[data-excerpt]'), excerpt);
  return item;
}
