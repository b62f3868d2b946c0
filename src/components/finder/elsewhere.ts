import { upstreamQuery, upstreamSearch } from '../../lib/fulltext/upstream.ts';
import { fillReport } from './report.ts';
import { part } from './view.ts';

const UNSURE = ':is([data-answer="none"], [data-answer="close"]):not([hidden])';

/** Offers ways on below all answers where none is sure: what others report upstream, and a report. */
export function showElsewhere(box: HTMLElement, text: string): void {
  if (!box.querySelector(UNSURE)) return;
  const query = upstreamQuery(text);
  const search = part(box, '[data-upstream]');
  search.hidden = query === '';
  part(search, 'a', HTMLAnchorElement).href = upstreamSearch(query);
  part(search, 'code').textContent = query;
  // Where the site names no repository there is nowhere to report to.
  const report = box.querySelector<HTMLDetailsElement>('[data-report]');
  if (report) fillReport(report, text);
  part(box, '[data-answer="elsewhere"]').hidden = false;
}
