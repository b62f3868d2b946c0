import { withoutEscapes } from '../finder/clean.ts';
import { parsers } from './parsers/index.ts';
import { formats, type Block, type Parser } from './types.ts';

/** Longer lines hold no fact, except the one line of a JSON list. */
const LONGEST_LINE = 4000;
const QUOTE = /^(?:>\s?){1,4}/;
/** What no eye sees: web forms add it. */
const INVISIBLE = /[\u200B-\u200F\u2060\uFEFF]/g;
const SPACES = /[\u00A0\u3000]/g;

/** Parsers by the first character of a line: most lines of a log are nobody's. */
const byFirst = new Map<string, readonly Parser[]>();

/**
 * Finds every block of a known format in a paste, in its order. Linear: each line is read a bounded
 * number of times. Never throws, whatever the text holds.
 */
export function readBlocks(text: string): Block[] {
  const lines = withoutEscapes(text)
    .replace(INVISIBLE, '')
    .replace(SPACES, ' ')
    .split(/\r\n?|\n/)
    .map(prepare);
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length;) {
    const block = blockAt(lines, at);
    if (block) blocks.push(block);
    at = block ? Math.max(block.end, at + 1) : at + 1;
  }
  return blocks;
}

function blockAt(lines: readonly string[], at: number): Block | null {
  const first = lines[at]?.trimStart().charAt(0) ?? '';
  for (const parser of parsersFor(first)) {
    const block = parser.read(lines, at);
    if (block) return block;
  }
  return null;
}

function parsersFor(first: string): readonly Parser[] {
  let own = byFirst.get(first);
  if (!own) {
    own = formats.map((format) => parsers[format]).filter((parser) => parser.first.test(first));
    byFirst.set(first, own);
  }
  return own;
}

/** Without the marks of a quotation and the space at the end. */
function prepare(line: string): string {
  const isJson = line.startsWith('[{');
  const kept = line.length > LONGEST_LINE && !isJson ? line.slice(0, LONGEST_LINE) : line;
  return kept.replace(QUOTE, '').trimEnd();
}
