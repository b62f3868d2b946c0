/** What to ask upstream about an error that no guide answers: of its line, what others would have too. */
import { clean } from '../finder/clean.ts';
import { stripPrefixes } from '../finder/lines.ts';
import { scrub } from '../scrub.ts';
import { decidingLines } from './deciding-line.ts';

/** All of them must occur in an issue. */
const MOST_WORDS = 8;
const MOST_CHARACTERS = 600;
const HAN = /\p{Script=Han}/u;
/** A path, a name of the hub, what was scrubbed: nobody else has it. */
const OWN = /[/\\…]/;
/** A search reads these as its own, or not at all. */
const SIGN = /[^\p{L}\p{N}_.-]|\.(?!\w)|(?<!\w)-/gu;
/** Numbers and addresses differ from run to run; one letter finds everything. */
const IDLE = /^(?:[\d.]*|0x[\da-f]+|.)$/i;

/** The words to search for, or an empty string where nothing in the text can be. */
export function upstreamQuery(text: string): string {
  const lines = text.split('\n');
  const deciding = lines[decidingLines(lines, 1)[0] ?? -1] ?? '';
  // Without the prefixes of launchers and loggers.
  const line = stripPrefixes(scrub(clean(deciding)).slice(0, MOST_CHARACTERS));
  if (HAN.test(line)) return '';
  const shared = line.split(' ').filter((word) => !OWN.test(word));
  const words = shared.join(' ').replace(SIGN, ' ').split(' ');
  return words
    .filter((word) => !IDLE.test(word))
    .slice(0, MOST_WORDS)
    .join(' ');
}

/** Address of a search through the issues of every public project. Nothing is sent before it is opened. */
export function upstreamSearch(query: string): string {
  const parameters = new URLSearchParams({ q: query, type: 'issues' });
  return `https://github.com/search?${parameters.toString()}`;
}
