import type { Placeholder } from '#src/lib/placeholders/kinds.ts';
import { occurrencesIn } from '#src/lib/placeholders/occurrences.ts';
import type { RegionSource } from '#src/lib/snippets/regions.ts';
import { diffRows } from '#src/lib/snippets/diff.ts';
import { highlightLines, type CodeLanguage } from '#src/markdown/highlight.ts';

/** One shown line of code. */
export interface CodeRow {
  kind: 'same' | 'added' | 'removed' | 'marked';
  /** Highlighted and escaped. */
  html: string;
}

/** Text with the language that colours it. */
interface Code {
  code: string;
  language: CodeLanguage;
}

export async function plainRows(
  region: Code,
  marked: ReadonlySet<number>,
  placeholders: readonly Placeholder[] = [],
): Promise<CodeRow[]> {
  const lines = await highlighted(region, placeholders);
  return lines.map((html, index) => ({
    kind: marked.has(index + 1) ? 'marked' : 'same',
    html,
  }));
}

export async function diffedRows(
  before: RegionSource,
  after: RegionSource,
  placeholders: readonly Placeholder[],
): Promise<CodeRow[]> {
  const [oldHtml, newHtml] = await Promise.all([
    highlighted(before, placeholders),
    highlighted(after, placeholders),
  ]);
  return diffRows(before.code.split('\n'), after.code.split('\n')).map((row) =>
    row.kind === 'removed'
      ? { kind: row.kind, html: oldHtml[row.before] ?? '' }
      : { kind: row.kind, html: newHtml[row.after] ?? '' },
  );
}

function highlighted(
  { code, language }: Code,
  placeholders: readonly Placeholder[],
): Promise<string[]> {
  const marks = occurrencesIn(code, language, placeholders).map(
    ({ start, end, placeholder: { kind } }) => ({ start, end, kind }),
  );
  return highlightLines(code, language, marks);
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
