import { packageName } from '../../finder/versions.ts';
import { memo } from '../memo.ts';

/** A requirement as PEP 508 writes it: `name[extra]>=1; marker`, or `name @ url`. */
export interface Requirement {
  /** In its normal form (PEP 503). */
  readonly name: string;
  readonly extras: readonly string[];
  /** PEP 440 specifiers, without the brackets that old metadata has; empty where every version will do. */
  readonly specifier: string;
  readonly url: string | null;
  readonly marker: string | null;
}

const NAME =
  /^\s{0,8}([A-Za-z0-9](?:[\w.-]{0,98}[A-Za-z0-9])?)\s{0,8}(?:\[([\w\s.,-]{0,300})\])?\s{0,8}/;
const CLAUSE = /^(?:[<>]=?|[=!]==?|~=)\s{0,8}[\w.!+*-]{1,80}$/;

/** Reads one requirement of a library's metadata, or null where the text is none; remembered. */
export const knownRequirement = memo(parseRequirement);

/** Reads one requirement, or null where the text is none. */
export function parseRequirement(text: string): Requirement | null {
  const [head = '', given = '', inBrackets = ''] = NAME.exec(text) ?? [];
  if (given === '') return null;
  const name = packageName(given);
  const extras = inBrackets
    .split(',')
    .map((extra) => packageName(extra.trim()))
    .filter(Boolean);
  const rest = text.slice(head.length);
  if (rest.startsWith('@')) {
    const [url, marker] = split(rest.slice(1), / ;|\s;/);
    return url.trim() === '' ? null : { name, extras, specifier: '', url: url.trim(), marker };
  }
  const [range, marker] = split(rest, /;/);
  const specifier = range
    .trim()
    .replace(/^\((.*)\)$/, '$1')
    .trim();
  const clauses = specifier === '' ? [] : specifier.split(',').map((clause) => clause.trim());
  if (!clauses.every((clause) => CLAUSE.test(clause))) return null;
  return { name, extras, specifier: clauses.join(','), url: null, marker };
}

/** What stands before the first separator, and after it. */
function split(text: string, separator: RegExp): [string, string | null] {
  const at = text.search(separator);
  if (at < 0) return [text, null];
  const marker = text.slice(text.indexOf(';', at) + 1).trim();
  return [text.slice(0, at), marker === '' ? null : marker];
}
