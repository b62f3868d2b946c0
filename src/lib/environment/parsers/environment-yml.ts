import { FactList } from '../facts.ts';
import type { Parser } from '../types.ts';
import { addCondaPackage, pypiName } from './conda.ts';
import { readRequirementLine } from './requirement-line.ts';

const ITEM = /^(\s{0,12})-\s{1,8}(\S.{0,300})$/;
const EXACT =
  /^(?:[\w./-]{1,60}::)?([a-z0-9_][\w.-]{0,100})(?:=(\d[\w.!+]{0,60})=([\w.+*-]{1,100})|==(\d[\w.!+]{0,60}))$/;
const OPEN = /^(?:[\w./-]{1,60}::)?([a-z0-9_][\w.-]{0,100})\s{0,4}(=|[<>!~]=?)\s{0,4}(\S.{0,100})$/;

/** `environment.yml`, as `conda env export` writes it: conda's packages, and pip's one level deeper. */
export const environmentYml: Parser = {
  first: /d/,
  read(lines, at) {
    if (!/^dependencies:\s*$/.test(lines[at] ?? '')) return null;
    const list = new FactList('environment-yml');
    let pipIndent: number | null = null;
    let end = at + 1;
    for (; end < lines.length; end += 1) {
      const line = lines[end] ?? '';
      if (/^\s*(?:#.*)?$/.test(line)) continue;
      const [, indent = '', item = ''] = ITEM.exec(line) ?? [];
      if (item === '') break;
      const spec = item
        .replace(/\s+#.*$/, '')
        .replace(/^(['"])(.*)\1$/, '$2')
        .trim();
      if (/^pip:$/.test(spec)) pipIndent = indent.length;
      else if (pipIndent !== null && indent.length > pipIndent)
        readRequirementLine(spec, end, list);
      else readSpec(spec, end, list);
    }
    if (list.facts.length === 0) return null;
    return { format: 'environment-yml', end, facts: list.facts, isWhole: false };
  },
};

/** conda's `name=1.2` is a prefix, `name=1.2=build` and `name==1.2` are one version. */
function readSpec(spec: string, index: number, facts: FactList): void {
  const [, name, version, build = '', pinned] = EXACT.exec(spec) ?? [];
  if (name !== undefined) {
    addCondaPackage({ name, version: version ?? pinned ?? '', build }, index, facts);
    return;
  }
  const [, open, operator, range] = OPEN.exec(spec) ?? [];
  if (open === undefined || range === undefined) return;
  if (open === 'python' && operator === '=')
    facts.add('python', range.replace(/\.?\*$/, ''), index);
  else if (open === 'pytorch-cuda' && operator === '=') facts.add('torch-cuda', range, index);
  else {
    const specifier =
      operator === '=' ? `==${range.replace(/\.?\*$/, '')}.*` : `${operator}${range}`;
    facts.addOpen('wanted', pypiName(open), specifier, index);
  }
}
