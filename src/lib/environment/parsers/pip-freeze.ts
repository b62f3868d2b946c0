import { FactList } from '../facts.ts';
import type { Parser } from '../types.ts';
import { readRequirementLine, type LineKind } from './requirement-line.ts';

const OPEN: readonly LineKind[] = ['open', 'option'];

/** `pip freeze`, `uv pip freeze`: one pin on a line and nothing else. */
export const pipFreeze: Parser = {
  first: /[-A-Za-z]/,
  read(lines, at) {
    const list = new FactList('pip-freeze');
    let end = at;
    for (; end < lines.length; end += 1) {
      const line = lines[end] ?? '';
      // pip puts a comment above an editable install that it cannot describe.
      const isComment = line.startsWith('# Editable') && list.facts.length > 0;
      if (!isComment && readRequirementLine(line, end, list) !== 'pin') break;
    }
    if (list.facts.length === 0 || goesOn(lines[end])) return null;
    return { format: 'pip-freeze', end, facts: list.facts, isWhole: false };
  },
};

/** After a pin comes what only a requirements file has: the whole is one. */
function goesOn(line = ''): boolean {
  if (/^\s{2,8}# via\b/.test(line)) return true;
  return OPEN.includes(readRequirementLine(line, 0, new FactList('pip-freeze')));
}
