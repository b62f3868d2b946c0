import { FactList } from '../facts.ts';
import type { Parser } from '../types.ts';
import { readRequirementLine, type LineKind } from './requirement-line.ts';

/** What tells a requirements file from `pip freeze`. */
const OWN: readonly LineKind[] = ['open', 'option'];
/** A file that opens with comments or bare names shows what it is within these lines. */
const LEAD = 12;
/** pip-compile and uv say at each pin who asked for it. */
const VIA = /^\s{2,8}# via\b/;
const BARE = /^[A-Za-z0-9][\w.-]{1,60}$/;

/** `requirements.txt`: pins, ranges, extras, markers, options and comments. */
export const requirements: Parser = {
  first: /[-#A-Za-z]/,
  read(lines, at) {
    const list = new FactList('requirements');
    const first = readRequirementLine(lines[at] ?? '', at, list);
    if (first === 'other' || first === 'blank') return null;
    let hasOwn = OWN.includes(first);
    let end = at + 1;
    let last = first === 'comment' ? at : end;
    for (; end < lines.length; end += 1) {
      const line = lines[end] ?? '';
      const kind = readRequirementLine(line, end, list);
      hasOwn ||= OWN.includes(kind) || VIA.test(line);
      if (kind === 'other' && !BARE.test(line.trim())) break;
      if (list.facts.length === 0 && end - at > LEAD) return null;
      if (kind !== 'blank' && kind !== 'comment' && kind !== 'other') last = end + 1;
      else if (end - last > 3) break;
    }
    if (!hasOwn || list.facts.length === 0) return null;
    return { format: 'requirements', end: last, facts: list.facts, isWhole: false };
  },
};
