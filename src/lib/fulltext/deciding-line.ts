import { distinctiveTokens } from '../finder/wording.ts';

/** Longer lines are judged by their beginning. */
const WINDOW = 600;
/** A huge log is judged by its last lines: whoever cut it kept the end. */
const LINES = 2000;
const ERROR = /\w(?:Error|Exception|Warning)\b|\berror\b|\bfailed\b|what\(\)|assert/i;
const FRAME = /^\s*(?:File "|at |frame #|~+|\^+)/;

/** Words of a line that say something. Braces are text here, not wildcards. */
export function tellingWords(line: string): string[] {
  return distinctiveTokens(line.slice(0, WINDOW).replaceAll(/[{}]/g, ' '));
}

/** Indexes of the lines that say most about an error, best first. */
export function decidingLines(lines: readonly string[], most: number): number[] {
  const from = Math.max(0, lines.length - LINES);
  return lines
    .slice(from)
    .map((line, at) => ({ at: from + at, points: points(line) }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points || b.at - a.at)
    .slice(0, most)
    .map(({ at }) => at);
}

/** An error's name outweighs any number of words; among errors the words decide. */
function points(line: string): number {
  const words = Math.min(tellingWords(line).length, 8);
  if (FRAME.test(line)) return 0;
  return ERROR.test(line.slice(0, WINDOW)) && words > 0 ? words + 8 : words;
}
