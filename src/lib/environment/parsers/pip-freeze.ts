import { FactList } from '../facts.ts';
import type { Parser } from '../types.ts';
import { readRequirementLine } from './requirement-line.ts';

/** `pip freeze`, `uv pip freeze`: one pin on a line and nothing else. */
export const pipFreeze: Parser = {
  read(lines, at) {
    const list = new FactList('pip-freeze');
    let end = at;
    for (; end < lines.length; end += 1) {
      const line = lines[end] ?? '';
      // pip puts a comment above an editable install that it cannot describe.
      const isComment = line.startsWith('# Editable') && list.facts.length > 0;
      if (!isComment && readRequirementLine(line, end, list) !== 'pin') break;
    }
    if (list.facts.length === 0) return null;
    return { format: 'pip-freeze', end, facts: list.facts, isWhole: false };
  },
};
