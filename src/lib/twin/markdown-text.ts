import { inlineParts } from '../inline-code.ts';

/** Pieces of Markdown made from plain text that must come out as it is. */

/** A code span around text on one line, whatever backticks it holds. */
export function codeSpan(text: string): string {
  const line = text.replaceAll(/\s*\n\s*/g, ' ');
  const fence = '`'.repeat(longestRun(line) + 1);
  const pad = /^`|`$/.test(line) ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** A fenced block; `info` is the language and what else stands behind the fence. */
export function codeBlock(code: string, info: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(code) + 1));
  return `${fence}${info}\n${code}\n${fence}`;
}

/** A sentence of `guide.yaml`: its backticks stay code, everything else is text. */
export function sentence(text: string): string {
  return inlineParts(text)
    .map((part) =>
      part.isCode ? codeSpan(part.text) : part.text.replaceAll(/[\\`*[\]<]/g, String.raw`\$&`),
    )
    .join('');
}

/** A row of a table; a bar in a cell would end it. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;
}

/** Blocks with one blank line between them; empty ones are left out. */
export function blocks(...parts: readonly (string | false | undefined)[]): string {
  return parts.filter(Boolean).join('\n\n');
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}
