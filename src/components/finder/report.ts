import { decidingLines } from '../../lib/fulltext/deciding-line.ts';
import { scrub } from '../../lib/scrub.ts';

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

/** Address of a prefilled issue. Nothing is sent before the reader opens it. */
export function issueAddress(repository: string, excerpt: string): string {
  const lines = excerpt.split('\n');
  const title = (lines[decidingLines(lines, 1)[0] ?? 0] ?? '').trim().slice(0, MOST_TITLE);
  // A fence longer than any in the text, so that the text cannot end it.
  const longest = Math.max(2, ...(excerpt.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const query = new URLSearchParams({
    title: `No guide matches: ${title}`,
    body: `${fence}text\n${excerpt}\n${fence}\n`,
  });
  return `${repository}/issues/new?${query.toString()}`;
}
