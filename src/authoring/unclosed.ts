import type { Problem } from './problem.ts';
import { problem } from './problem.ts';

/** Front matter without its last line, which Markdown takes for text. */
export function unclosedFrontMatter(file: string, text: string): Problem[] {
  const isClosed = !/^\uFEFF?---\s*\n/.test(text) || /\n---\s*(?:\n|$)/.test(text);
  return isClosed ? [] : [problem('front-matter-unclosed', { file, line: 1, column: 1 })];
}

/** A code fence without its end, which takes the rest of the file into it, ends of components included. */
export function unclosedFence(file: string, text: string): Problem[] {
  let open: { mark: string; line: number } | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const [, mark, rest = ''] = /^\s*(`{3,}|~{3,})(.*)/.exec(line) ?? [];
    if (mark === undefined) continue;
    if (!open) open = { mark, line: index + 1 };
    else if (mark.startsWith(open.mark) && rest.trim() === '') open = undefined;
  }
  return open ? [problem('fence-unclosed', { file, line: open.line, column: 1 })] : [];
}
