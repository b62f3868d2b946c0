/** What a page offers where no guide answers for sure: passages of the guides' text, and ways elsewhere. */
export { searchText } from './fulltext-pagefind.ts';
export { showPassages } from './passage.ts';
export { showElsewhere } from './elsewhere.ts';
