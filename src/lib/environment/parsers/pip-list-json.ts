import { FactList } from '../facts.ts';
import type { Parser } from '../types.ts';
import { pypiName } from './conda.ts';

const START = /^\s{0,8}\[?\s{0,8}(?:\{|$)/;
const JSON_LINE = /^\s{0,40}(?:[[\]{}"]|$)/;
const OBJECT = /\{[^{}]{1,5000}\}/g;
/** A name must stand this near to the opening bracket: other JSON is not ours. */
const NEAR = 4;

/**
 * `pip list --format=json`, `uv pip list --format json` and `conda list --json`, on one line or many.
 * Objects are read one by one, so that a list that was cut off still gives what it holds.
 */
export const pipListJson: Parser = {
  first: /\[/,
  read(lines, at) {
    const first = lines[at] ?? '';
    if (!/^\s{0,8}\[/.test(first) || !START.test(first)) return null;
    if (!lines.slice(at, at + NEAR).some((line) => /"(?:name|base_url)"\s*:/.test(line)))
      return null;
    let end = at + 1;
    while (end < lines.length && JSON_LINE.test(lines[end] ?? '')) end += 1;
    const text = lines.slice(at, end).join('\n');
    const isConda = text.includes('"channel"');
    const list = new FactList(isConda ? 'conda-list' : 'pip-list-json');
    let line = at;
    let from = 0;
    for (const match of text.matchAll(OBJECT)) {
      const to = match.index + match[0].indexOf('"version"');
      for (; from < to; from += 1) if (text[from] === '\n') line += 1;
      const { name, version } = entryOf(match[0]);
      if (name === 'python') list.add('python', version, line);
      else list.addPackage(isConda ? pypiName(name) : name, version, line);
    }
    if (list.facts.length === 0) return null;
    const isWhole = text.trimEnd().endsWith(']');
    return { format: isConda ? 'conda-list' : 'pip-list-json', end, facts: list.facts, isWhole };
  },
};

function entryOf(text: string): { name: string; version: string } {
  try {
    const entry = JSON.parse(text) as Partial<Record<'name' | 'version', unknown>>;
    const { name, version } = entry;
    if (typeof name === 'string' && typeof version === 'string') return { name, version };
  } catch {
    // Not JSON: nothing to read.
  }
  return { name: '', version: '' };
}
