import { versionIn, type FactList } from '../facts.ts';

const RULE = /^\s{0,4}-{3,200}(?: {1,4}-{3,200}){1,4}\s*$/;
const ROW = /^\s{0,4}([A-Za-z0-9][\w.-]{0,100})(\s{1,100})(\S{1,100})(?:\s{1,100}\S.*)?$/;
const BARE_ROW = /^\s{0,4}([A-Za-z][\w.-]{0,100})(\s{1,100})(\d[\w.!+-]{0,99})\s*$/;

/** Whether the line is the rule under a table's header. The header's words may be in any language. */
export function isRule(line: string | undefined): boolean {
  return line !== undefined && RULE.test(line);
}

/** Adds rows `name version …` from this line on; returns the index of the first line after them. */
export function readRows(lines: readonly string[], from: number, facts: FactList): number {
  let at = from;
  for (; at < lines.length; at += 1) {
    const [, name = '', , version = ''] = ROW.exec(lines[at] ?? '') ?? [];
    if (!facts.addPackage(name, version, at)) break;
  }
  return at;
}

/** A row without a header above it, as `pip list | grep torch` leaves: wide space, or rows in company. */
export function isBareRow(lines: readonly string[], at: number): boolean {
  const row = bareRow(lines[at]);
  if (!row) return false;
  return row.space > 1 || bareRow(lines[at + 1]) !== null || bareRow(lines[at - 1]) !== null;
}

function bareRow(line: string | undefined): { space: number } | null {
  const [, , space = '', version = ''] = BARE_ROW.exec(line ?? '') ?? [];
  if (!version.includes('.') || versionIn(version) === null) return null;
  return { space: space.length };
}
