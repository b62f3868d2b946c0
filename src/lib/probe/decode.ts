import { probeMark, readLine } from './line.ts';
import type { Facts, Probe, ProbeRule } from './types.ts';

/** What the output of a probe says, with the line that says it. */
export type Decoded =
  | { kind: 'causes'; causes: readonly string[]; line: string }
  /** Every fact was read, and none shows a cause of this guide. */
  | { kind: 'undecided'; line: string }
  /** A line of the probe that cannot be read, for instance because it was cut off. */
  | { kind: 'malformed'; line: string; expected: string };

/** More lines than any probe prints: a paste may be anything. */
const MOST_LINES = 5000;
/** Shorter beginnings, such as `length`, stand in many logs: a line that only begins so says nothing. */
const CLEAR_MARK = 12;

/** Reads the lines of a probe in a text; null where there is none. The first rule that fits any line decides. */
export function decodeProbe(text: string, { rules }: Probe): Decoded | null {
  // A list of lines may have been printed as Python shows a list.
  const lines = text.split(/\r?\n|', '/, MOST_LINES).map(bare);
  let read: string | undefined;
  for (const { line: template, when, causes } of rules) {
    for (const line of lines) {
      const facts = readLine(line, template);
      if (!facts) continue;
      read ??= line;
      if (holds(when, facts)) {
        return causes.length > 0 ? { kind: 'causes', causes, line } : { kind: 'undecided', line };
      }
    }
  }
  return read === undefined ? malformed(lines, rules) : { kind: 'undecided', line: read };
}

/** Without `[rank0]: ` before it, and without the brackets of a list. */
function bare(line: string): string {
  return line
    .trim()
    .replace(/^\[(?:'|[^\]]{1,40}\]:?\s*)/, '')
    .replace(/'\]$/, '');
}

function malformed(lines: readonly string[], rules: readonly ProbeRule[]): Decoded | null {
  for (const { line: expected } of rules) {
    const mark = probeMark(expected);
    const line = mark.length < CLEAR_MARK ? undefined : lines.find((one) => one.startsWith(mark));
    if (line !== undefined) return { kind: 'malformed', line, expected };
  }
  return null;
}

function holds(when: ProbeRule['when'], facts: Facts): boolean {
  return Object.entries(when).every(([name, accepted]) =>
    [accepted].flat().some((pattern) => fits(facts[name] ?? '', pattern)),
  );
}

function fits(value: string, pattern: string): boolean {
  const isOpenBefore = pattern.startsWith('*');
  const isOpenAfter = pattern.length > 1 && pattern.endsWith('*');
  const text = pattern.slice(isOpenBefore ? 1 : 0, isOpenAfter ? -1 : undefined);
  if (isOpenBefore && isOpenAfter) return value.includes(text);
  if (isOpenBefore) return value.endsWith(text);
  return isOpenAfter ? value.startsWith(text) : value === text;
}
