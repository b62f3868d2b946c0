import { FactList } from '../facts.ts';
import type { Parser } from '../types.ts';
import { addCondaPackage } from './conda.ts';

const HEADER =
  /^\s{0,4}(?:# packages in environment at|# Name {2,}Version|# This file may be used to create an|List of packages in environment)/;
const COMMENT = /^\s{0,4}(?:#|@|List of packages|─|Name {2,}Version)/;
const ROW =
  /^\s{0,4}([a-z0-9_][\w.-]{0,100})\s{1,100}(\d[\w.!+]{0,60})\s{1,60}([\w.+-]{1,100})(?:\s{1,60}\S{1,200})?\s*$/;
/** A build string of conda: nothing else in a log looks like it. */
const BUILD = /^(?:py(?:pi)?_?\d|h[0-9a-f]{6,8}_|[\w.]{1,80}_\d{1,3}$)/;
const EXPORT_ROW = /^\s{0,4}([a-z0-9_][\w.-]{0,100})=(\d[\w.!+]{0,60})=([\w.+-]{1,100})\s*$/;

/** `conda list`, `micromamba list` and `conda list --export`. Without a header a row must show a build string. */
export const condaList: Parser = {
  first: /[#L_a-z]/,
  read(lines, at) {
    const isHeader = HEADER.test(lines[at] ?? '');
    if (!isHeader && !rowOf(lines[at] ?? '', false)) return null;
    const list = new FactList('conda-list');
    let end = at;
    for (; end < lines.length; end += 1) {
      const line = lines[end] ?? '';
      if (list.facts.length === 0 && (COMMENT.test(line) || line.trim() === '')) continue;
      if (COMMENT.test(line)) continue;
      const row = rowOf(line, isHeader);
      if (!row || !addCondaPackage(row, end, list)) break;
    }
    if (list.facts.length === 0) return null;
    return { format: 'conda-list', end, facts: list.facts, isWhole: isHeader };
  },
};

function rowOf(line: string, isUnderHeader: boolean) {
  const [, name, version, build = ''] = ROW.exec(line) ?? EXPORT_ROW.exec(line) ?? [];
  if (name === undefined || version === undefined) return null;
  return isUnderHeader || BUILD.test(build) ? { name, version, build } : null;
}
