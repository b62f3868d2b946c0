import type { Facts } from './types.ts';

interface Part {
  literal: string;
  /** The fact that follows the literal; none after the last one. */
  name: string | undefined;
}

function partsOf(template: string): Part[] {
  const pieces = template.split(/\{([a-z][a-z0-9_]*)\}/);
  return pieces.flatMap((literal, index) =>
    index % 2 === 0 ? [{ literal, name: pieces[index + 1] }] : [],
  );
}

/** Names of the facts in a line's template. */
export function factNames(template: string): string[] {
  return partsOf(template).flatMap(({ name }) => name ?? []);
}

/** The words with which every printed line begins: by them the output is known. */
export function probeMark(template: string): string {
  return (partsOf(template)[0]?.literal ?? '').trimEnd();
}

/** The facts of one printed line, or null where it is not exactly of that form. */
export function readLine(line: string, template: string): Facts | null {
  // Without a prototype: `toString` is no fact unless it was printed.
  const facts = Object.create(null) as Record<string, string>;
  let rest = line.trim();
  let open: string | undefined;
  for (const { literal, name } of partsOf(template)) {
    const isLast = name === undefined && open !== undefined && literal === '';
    const at = isLast ? rest.length : rest.indexOf(literal);
    const value = rest.slice(0, at);
    const fits = open === undefined ? at === 0 : at > 0 && !/\s/.test(value);
    if (!fits) return null;
    if (open !== undefined) facts[open] = value;
    rest = rest.slice(at + literal.length);
    open = name;
  }
  return rest === '' ? facts : null;
}
