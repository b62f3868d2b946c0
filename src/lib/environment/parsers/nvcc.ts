import { FactList } from '../facts.ts';
import type { Parser } from '../types.ts';

const RELEASE =
  /^\s{0,4}Cuda compilation tools, release (\d{1,3}\.\d{1,2})(?:, V(\d{1,3}\.\d{1,2}\.\d{1,4}))?/;

/** `nvcc --version`: one line counts, with or without those around it. */
export const nvcc: Parser = {
  first: /C/,
  read(lines, at) {
    const [, release, full] = RELEASE.exec(lines[at] ?? '') ?? [];
    if (release === undefined) return null;
    const list = new FactList('nvcc');
    list.add('toolkit', full ?? release, at);
    return { format: 'nvcc', end: at + 1, facts: list.facts, isWhole: false };
  },
};
