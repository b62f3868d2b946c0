/**
 * Removes the white space that every non-blank line starts with, so that a nested region reads as a
 * file of its own.
 */
export function dedent(lines: readonly string[]): string[] {
  const margins = lines
    .filter((line) => line.trim() !== '')
    .map((line) => /^[ \t]*/.exec(line)?.[0] ?? '');
  const margin = margins.reduce(commonPrefix, margins[0] ?? '');
  return lines.map((line) => (line.trim() === '' ? '' : line.slice(margin.length)));
}

function commonPrefix(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return a.slice(0, length);
}
