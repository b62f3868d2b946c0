/**
 * Longer texts are read in a worker, so that the page stays responsive, and a field shows their ends
 * only: 200 KB of what no font has take a browser seconds to lay out.
 */
const LONG = 50_000;

export function isLong({ length }: string): boolean {
  return length > LONG;
}
