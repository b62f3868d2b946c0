import { decidingLines } from '../../lib/fulltext/deciding-line.ts';
import { issueAddress } from '../../lib/issue-address.ts';
import { fenced } from '../../lib/markdown-safe.ts';
import { scrub } from '../../lib/scrub.ts';
import { part } from './view.ts';

/** Addresses of prefilled issues are cut by servers beyond some 8 KB; Han takes nine characters each. */
const MOST_CHARACTERS = 1200;
const AROUND = 8;
const MOST_TITLE = 100;

/** What a reader would publish: the lines around the one that says most, scrubbed. */
export function excerptOf(text: string): string {
  const lines = text.split('\n');
  const at = decidingLines(lines, 1)[0] ?? lines.length - 1;
  const near = lines.slice(Math.max(0, at - AROUND), at + AROUND / 2).join('\n');
  const shown = text.length <= MOST_CHARACTERS ? text : near;
  return scrub(shown).trim().slice(0, MOST_CHARACTERS);
}

/** Address of an issue about an error that no guide covers. */
export function errorIssueAddress(repository: string, excerpt: string): string {
  const lines = excerpt.split('\n');
  const title = (lines[decidingLines(lines, 1)[0] ?? 0] ?? '').trim().slice(0, MOST_TITLE);
  const body = `${fenced(excerpt, 'text')}\n`;
  return issueAddress(repository, { title: `No guide matches: ${title}`, body });
}

/** Shows a reader, folded, what would be published, with the link that opens the prefilled issue. */
export function fillReport(report: HTMLDetailsElement, text: string): void {
  const excerpt = excerptOf(text);
  part(report, 'pre').textContent = excerpt;
  report.open = false;
  const repository = report.dataset['repository'] ?? '';
  part(report, '[data-issue]', HTMLAnchorElement).href = errorIssueAddress(repository, excerpt);
}
