/** What a page offers where no guide answers for sure: passages of the guides' text, and ways elsewhere. */
import { addStylesheet } from '../dom/stylesheet.ts';
import { searchText as search } from './fulltext-pagefind.ts';
import style from './passage.css?url&no-inline';

export { showPassages } from './passage.ts';
export { showElsewhere } from './elsewhere.ts';

/** Passages of the guides' text; what dresses them comes meanwhile. */
export async function searchText(...asked: Parameters<typeof search>): ReturnType<typeof search> {
  const [passages] = await Promise.all([search(...asked), addStylesheet(style)]);
  return passages;
}
