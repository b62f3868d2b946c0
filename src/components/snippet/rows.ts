import type { RegionSource } from '#src/lib/snippets/regions.ts';
import { diffRows } from '#src/lib/snippets/diff.ts';
import { highlightLines } from '#src/markdown/highlight.ts';

/** One shown line of code. */
export interface CodeRow {
  kind: 'same' | 'added' | 'removed' | 'marked';
  /** Highlighted and escaped. */
  html: string;
  /** Line of the shown region, counted from 1; removed lines have none. */
  line: number | undefined;
}

export async function plainRows(region: RegionSource, marked: ReadonlySet<number>): Promise<CodeRow[]> {
  const lines = await highlightLines(region.code, region.language);
  return lines.map((html, index) => ({
    kind: marked.has(index + 1) ? 'marked' : 'same',
    html,
    line: index + 1,
  }));
}

export async function diffedRows(before: RegionSource, after: RegionSource): Promise<CodeRow[]> {
  const [oldHtml, newHtml] = await Promise.all([
    highlightLines(before.code, before.language),
    highlightLines(after.code, after.language),
  ]);
  return diffRows(before.code.split('\n'), after.code.split('\n')).map((row) =>
    row.kind === 'removed'
      ? { kind: row.kind, html: oldHtml[row.before] ?? '', line: undefined }
      : { kind: row.kind, html: newHtml[row.after] ?? '', line: row.after + 1 },
  );
}

const signs = { added: '+', removed: '-', same: ' ', marked: ' ' };

/**
 * The rows as HTML. With an `id`, lines get the ids `<id>-L1`, `<id>-L2`, … and numbers that link to them; a diff shows
 * signs. Signs and numbers stand apart from the text, which is what gets copied.
 */
export function rowsHtml(rows: readonly CodeRow[], id: string | undefined): string {
  const isDiff = rows.some(({ kind }) => kind === 'added' || kind === 'removed');
  return rows
    .map(({ kind, html, line }) => {
      const anchor = id && line ? `${id}-L${line}` : '';
      const sign = isDiff ? `<span class="sign" data-pagefind-ignore>${signs[kind]}</span>` : '';
      const number = id ? lineNumber(anchor, line) : '';
      const classes = kind === 'same' ? 'row' : `row ${kind}`;
      const attributes = `class="${classes}"${anchor && ` id="${anchor}"`}`;
      return `<span ${attributes}>${sign}${number}<span class="text">${html}</span>\n</span>`;
    })
    .join('');
}

/** A line's number, out of the tab order: it repeats what the address bar can do. Removed lines have none. */
function lineNumber(anchor: string, line: number | undefined): string {
  const hidden = 'aria-hidden="true" data-pagefind-ignore';
  return line
    ? `<a class="number" href="#${anchor}" tabindex="-1" ${hidden}>${line}</a>`
    : `<span class="number" ${hidden}></span>`;
}
