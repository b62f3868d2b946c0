import type { Placeholder } from './kinds.ts';

/** Where a placeholder stands in a text: offsets in UTF-16 units, the end excluded. */
export interface Occurrence {
  start: number;
  end: number;
  placeholder: Placeholder;
}

/** A value begins a string, or a word of a shell command: `"out"` and `cd out`, not `layout` or `my.out`. */
function begins(before: string, kind: Placeholder['kind'], isShell: boolean): boolean {
  if (/["']/.test(before)) return kind !== 'process';
  return isShell && (before === '' || /[\s=]/.test(before));
}

/** It ends there too, or goes on as a path below it: `"out/checkpoint-4"`. */
function ends(after: string, isShell: boolean): boolean {
  return /["'/]/.test(after) || (isShell && (after === '' || /\s/.test(after)));
}

/** Every occurrence of the placeholders in code, in order and without overlaps; of two, the longer counts. */
export function occurrencesIn(
  code: string,
  language: string,
  placeholders: readonly Placeholder[],
): Occurrence[] {
  const isShell = language === 'bash';
  const found = placeholders.flatMap((placeholder) => {
    const { kind, value } = placeholder;
    const own: Occurrence[] = [];
    if (value === '') return own; // It would stand everywhere.
    for (let at = code.indexOf(value); at !== -1; at = code.indexOf(value, at + value.length)) {
      const end = at + value.length;
      if (begins(code.charAt(at - 1), kind, isShell) && ends(code.charAt(end), isShell)) {
        own.push({ start: at, end, placeholder });
      }
    }
    return own;
  });
  let free = 0;
  return found
    .toSorted((a, b) => a.start - b.start || b.end - a.end)
    .filter(({ start, end }) => {
      const isFree = start >= free;
      if (isFree) free = end;
      return isFree;
    });
}

/** The code with other values in the places of the placeholders. */
export function withValues(
  code: string,
  language: string,
  values: ReadonlyMap<Placeholder, string>,
): string {
  let result = '';
  let done = 0;
  for (const { start, end, placeholder } of occurrencesIn(code, language, [...values.keys()])) {
    result += code.slice(done, start) + (values.get(placeholder) ?? placeholder.value);
    done = end;
  }
  return result + code.slice(done);
}
