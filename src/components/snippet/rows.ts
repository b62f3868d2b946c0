import type { RegionSource } from '#src/lib/snippets/regions.ts';
import { diffRows } from '#src/lib/snippets/diff.ts';
import { highlightLines } from '#src/markdown/highlight.ts';

/** One shown line of code. */
export interface CodeRow {
  kind: 'same' | 'added' | 'removed' | 'marked';
  /** Highlighted and escaped. */
  html: string;
}

export async function plainRows(
  region: RegionSource,
  marked: ReadonlySet<number>,
): Promise<CodeRow[]> {
  const lines = await highlightLines(region.code, region.language);
  return lines.map((html, index) => ({
    kind: marked.has(index + 1) ? 'marked' : 'same',
    html,
  }));
}

export async function diffedRows(before: RegionSource, after: RegionSource): Promise<CodeRow[]> {
  const [oldHtml, newHtml] = await Promise.all([
    highlightLines(before.code, before.language),
    highlightLines(after.code, after.language),
  ]);
  return diffRows(before.code.split('\n'), after.code.split('\n')).map((row) =>
    row.kind === 'removed'
      ? { kind: row.kind, html: oldHtml[row.before] ?? '' }
      : { kind: row.kind, html: newHtml[row.after] ?? '' },
  );
}

/**
 * The rows as HTML. Signs and line numbers are drawn by the style: they are no text, so neither a
 * selection nor the copy button can catch them.
 */
export function rowsHtml(rows: readonly CodeRow[]): string {
  return rows
    .map(({ kind, html }) => {
      const classes = kind === 'same' ? 'row' : `row ${kind}`;
      return `<span class="${classes}">${html}\n</span>`;
    })
    .join('');
}
