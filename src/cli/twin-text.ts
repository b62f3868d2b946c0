/** A guide's Markdown twin as plain text for a terminal. Knows the Markdown that twins are made of, not all of it. */
import type { Paint } from './paint.ts';

const FRONT_MATTER = /^---\n[\s\S]*?\n---\n+/;
const HEADING = /^(#{1,6}) (.*?)(?: \{#[\w-]+\})?$/;
const FENCE = /^(\s*)(`{3,})/;
const TABLE_ROW = /^\|.*\|$/;
const TABLE_RULE = /^\|(?: ?:?-+:? ?\|)+$/;
const CODE = /(`+)(?!`)(.+?)(?<!`)\1(?!`)/g;

/** The twin without front matter, anchors and markup; code is indented. */
export function twinText(twin: string, paint: Paint): string {
  const permalink = /^permalink: "(.*)"$/m.exec(twin)?.[1];
  const rows: string[] = [];
  let fence: string | undefined;
  let header: string[] | undefined;
  for (const line of twin.replace(FRONT_MATTER, '').trimEnd().split('\n')) {
    const mark = FENCE.exec(line)?.[2];
    if (fence !== undefined) {
      if (line.trim() === fence) fence = undefined;
      else rows.push(line && `    ${paint('cyan', line)}`);
      continue;
    }
    if (mark !== undefined) {
      fence = mark;
      continue;
    }
    if (TABLE_RULE.test(line)) continue;
    if (TABLE_ROW.test(line)) {
      const cells = cellsOf(line).map((cell) => inline(cell, paint));
      if (header) rows.push(...record(header, cells));
      else header = cells;
      continue;
    }
    header = undefined;
    rows.push(textLine(line, paint));
  }
  return `${[...rows, ...(permalink ? ['', permalink] : [])].join('\n')}\n`;
}

function textLine(line: string, paint: Paint): string {
  const heading = HEADING.exec(line);
  if (heading)
    return paint(
      'bold',
      inline(heading[2] ?? '', (_, text) => text),
    );
  return inline(line, paint);
}

/** A row of a table: its first cell, and the others under it with their names. */
function record(header: readonly string[], [first = '', ...rest]: readonly string[]): string[] {
  return [`- ${first}`, ...rest.map((cell, at) => `    ${header[at + 1] ?? ''}: ${cell}`)];
}

function cellsOf(row: string): string[] {
  return row
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll(String.raw`\|`, '|'));
}

/** Links become their words, with the address where it leads out of the guide; code keeps its backticks. */
function inline(text: string, paint: Paint): string {
  const code: string[] = [];
  const words = text
    .replace(CODE, (span) => `\uE000${code.push(span) - 1}\uE001`)
    .replace(/(?<!\\)\[((?:\\.|[^\]\\])*)\]\(#[^)]*\)/g, '$1')
    .replace(/(?<!\\)\[((?:\\.|[^\]\\])*)\]\(([^)]*)\)/g, '$1 <$2>')
    .replace(/(?<!\\)\[((?:\\.|[^\]\\])*)\]\[(\d+)\]/g, '$1 [$2]')
    .replace(/\*\*(.+?)\*\*/g, (_, bold: string) => paint('bold', bold))
    .replace(/(?<![\\*\w])\*(?![\s*])([^*]+?)(?<![\s\\])\*(?!\*)/g, '$1')
    .replace(/\\([\\`*[\]<>_])/g, '$1');
  return words.replace(/\uE000(\d+)\uE001/g, (_, at: string) => code[Number(at)] ?? '');
}
