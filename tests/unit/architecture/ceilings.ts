/**
 * How long a file may be. Guides to taste: over the ceiling a file says why, at twice the ceiling
 * it is split.
 */
import type { Source, Violation } from './source.ts';

const CEILINGS: readonly (readonly [files: RegExp, lines: number])[] = [
  [/^tests\/.*\.ts$/, 300],
  [/^src\/pages\//, 25],
  [/\.element\.ts$/, 120],
  [/\.astro$/, 150],
  [/\.css$/, 200],
  [/\.(ts|mjs|js)$/, 200],
];

/** Tables of data: the interface's words, and files that say so in their name. */
const EXEMPT = /^src\/i18n\/(en|zh)(\.ts$|\/)|-table\.ts$/;

const WIDEST_LINE = 200; // twice 100 columns, which Prettier keeps for code

/** The first comment of a file, wherever its language puts it. */
function firstComment(text: string): string {
  return /\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->|(?:^[ \t]*\/\/.*\n?)+/m.exec(text)?.[0] ?? '';
}

/** Judges the length of one file and of its lines. */
export function checkCeilings({ path, text }: Source): Violation[] {
  const ceiling = CEILINGS.find(([files]) => files.test(path))?.[1];
  if (ceiling === undefined || EXEMPT.test(path)) return [];
  const lines = text.trimEnd().split('\n');
  const violations = lines.flatMap((line, index) => {
    if (line.length <= WIDEST_LINE) return [];
    const message = `${line.length} columns: break the line at 100`;
    return [{ path, line: index + 1, rule: 'ceiling', message }];
  });
  const says = `${lines.length} lines, ceiling ${ceiling}:`;
  if (lines.length >= 2 * ceiling) {
    violations.push({ path, line: 1, rule: 'ceiling', message: `${says} split the file` });
  } else if (lines.length > ceiling && !/\bceiling\b/i.test(firstComment(text))) {
    const message = `${says} split it, or say in its first comment why it is over the ceiling`;
    violations.push({ path, line: 1, rule: 'ceiling', message });
  }
  return violations;
}
