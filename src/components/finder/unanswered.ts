/** What a page offers where no guide answers for sure: passages of the guides' text, and a report. */
export { searchText } from './fulltext-pagefind.ts';
export { fillPassage } from './passage.ts';
export { fillReport } from './report.ts';
