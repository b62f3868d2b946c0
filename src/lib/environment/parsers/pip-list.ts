import { FactList } from '../facts.ts';
import type { Parser } from '../types.ts';
import { isBareRow, isRule, readRows } from './columns.ts';

/** `pip list`: a header in any language, a rule of hyphens, rows; or rows alone, as `grep` leaves them. */
export const pipList: Parser = {
  first: /\p{L}/u,
  read(lines, at) {
    const hasHeader = lines[at] !== '' && isRule(lines[at + 1]);
    if (!hasHeader && !isBareRow(lines, at)) return null;
    const list = new FactList('pip-list');
    const end = readRows(lines, hasHeader ? at + 2 : at, list);
    if (list.facts.length === 0) return null;
    return { format: 'pip-list', end, facts: list.facts, isWhole: hasHeader };
  },
};
