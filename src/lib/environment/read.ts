import { clean } from '../finder/clean.ts';
import { parsers } from './parsers/index.ts';
import { formats, type Block } from './types.ts';

/** Longer lines hold no fact, except the one line of a JSON list. */
const LONGEST_LINE = 4000;
const QUOTE = /^(?:>\s?){1,4}/;

/**
 * Finds every block of a known format in a paste, in its order. Linear: each line is read a bounded
 * number of times. Never throws, whatever the text holds.
 */
export function readBlocks(text: string): Block[] {
  const lines = clean(text).split('\n').map(prepare);
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length;) {
    const block = blockAt(lines, at);
    if (block) blocks.push(block);
    at = block ? Math.max(block.end, at + 1) : at + 1;
  }
  return blocks;
}

function blockAt(lines: readonly string[], at: number): Block | null {
  if (lines[at] === '') return null;
  for (const format of formats) {
    const block = parsers[format].read(lines, at);
    if (block) return block;
  }
  return null;
}

/** Without the marks of a quotation and the space at the end. */
function prepare(line: string): string {
  const isJson = line.startsWith('[{');
  const kept = line.length > LONGEST_LINE && !isJson ? line.slice(0, LONGEST_LINE) : line;
  return kept.replace(QUOTE, '').trimEnd();
}
