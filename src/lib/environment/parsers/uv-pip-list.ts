import { FactList } from '../facts.ts';
import type { Parser } from '../types.ts';
import { isRule, readRows } from './columns.ts';

const START = /^\s{0,4}Using (?:C?Python|PyPy) ?(\d+\.\d+(?:\.\d+)?)\S{0,20}(?: environment at|$)/;

/** `uv pip list`: uv says which Python it looked at, then prints pip's table. */
export const uvPipList: Parser = {
  first: /U/,
  read(lines, at) {
    const python = START.exec(lines[at] ?? '')?.[1];
    if (python === undefined) return null;
    const list = new FactList('uv-pip-list');
    list.add('python', python, at);
    const hasTable = isRule(lines[at + 2]);
    const end = hasTable ? readRows(lines, at + 3, list) : at + 1;
    return { format: 'uv-pip-list', end, facts: list.facts, isWhole: hasTable };
  },
};
