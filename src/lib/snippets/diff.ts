import { diffArrays } from 'diff';

/** A line of a diff: where it stands in the old or the new file, counted from 0. */
export type DiffRow =
  { kind: 'same' | 'added'; after: number } | { kind: 'removed'; before: number };

/** Line diff between two files. Removed lines come before the added ones that replace them. */
export function diffRows(before: readonly string[], after: readonly string[]): DiffRow[] {
  const rows: DiffRow[] = [];
  let oldLine = 0;
  let newLine = 0;
  for (const part of diffArrays([...before], [...after])) {
    for (const _line of part.value) {
      if (part.removed) rows.push({ kind: 'removed', before: oldLine++ });
      else {
        rows.push({ kind: part.added ? 'added' : 'same', after: newLine++ });
        if (!part.added) oldLine += 1;
      }
    }
  }
  return rows;
}
