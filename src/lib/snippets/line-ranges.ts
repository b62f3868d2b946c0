/**
 * Lines named by an author, such as `2,4-6`, counted from 1. What is not a line number is ignored: the content check
 * reports it with its place in the file.
 */
export function parseLineRanges(text: string): Set<number> {
  const lines = new Set<number>();
  for (const part of text.split(',')) {
    const [first, last = first] = part.split('-').map((number) => Number.parseInt(number, 10));
    if (first === undefined || last === undefined || last - first > 1000) continue;
    for (let line = first; line <= last; line += 1) lines.add(line);
  }
  return lines;
}
