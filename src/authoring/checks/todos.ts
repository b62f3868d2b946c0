import { join } from 'node:path';
import { listNames, readText } from '../content-files.ts';
import type { GuideSource } from '../guide-source.ts';
import type { Problem } from '../problem.ts';
import { problem } from '../problem.ts';

/** What somebody writes by hand: evidence holds other people's output, TODO included. */
const writtenByHand = /\.(?:yaml|mdx|py|sh)$/;

/** Lists what `npm run new` left for the author, and what the author left for later. */
export function checkTodos(guide: GuideSource): Problem[] {
  return listNames(guide.dir)
    .filter(({ name }) => writtenByHand.test(name))
    .flatMap(({ name }) => readTodos(guide, name));
}

function readTodos({ dir, file }: GuideSource, name: string): Problem[] {
  const label = file.replace(/[^/]+$/, name);
  return (readText(join(dir, name)) ?? '').split(/\r?\n/).flatMap((text, index) => {
    const { 0: all = '', index: start = 0 } = /\bTODO\b.*/.exec(text) ?? {};
    if (!all) return [];
    const detail = all.replace(/^TODO:?\s*/, '').replace(/['"`}\])>\s]+$/, '');
    return [problem('todo-left', { file: label, line: index + 1, column: start + 1 }, { detail })];
  });
}
