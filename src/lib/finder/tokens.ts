/**
 * Stage 3: a line to tokens. Lower-case identifiers keep `_`; paths shrink to their base name and addresses to host
 * and base name; hex, sizes and dotted versions vanish; integers of up to four digits stay, because 802, 98 and -9
 * decide guides; Han is one token per character.
 */

const WORD = /\p{Script=Han}|[\p{L}\p{N}_\uE000]+(?:'(?:t|s|re|ve|ll|d|m)(?![\p{L}\p{N}_]))?/gu;
const HAN = /\p{Script=Han}/u;
const HAN_RUN = /\p{Script=Han}|[^\p{Script=Han}]+/gu;
const PATH_DELIMITERS = /(["'`()[\]{},;<>|=\s])/;
const SCHEME = /^[a-z]{2,8}:\/\//i;
const PATH_START = /^(?:[a-z]:)?[\\/]|^[~.]{1,2}[\\/]|^\.{3}[\\/]/i;
const VERSION =
  /(?<![\p{L}\p{N}_])v?\d{1,9}(?:\.\d{1,9}){1,6}(?:[+.-]?[a-z]{1,4}\d{0,6}){0,3}(?![\p{L}\p{N}_])/giu;
const UNITS = new Set(['kb', 'mb', 'gb', 'tb', 'kib', 'mib', 'gib', 'tib', 'ms', '_', '__']);
const LONGEST_UNIT = 3;
const SIZE = /^\d{1,12}(?:[kmgt]i?b?|ms|us|s|it)$/;
const HEX = /^(?:0x[0-9a-f]+|(?=[a-f]*\d)[0-9a-f]{8,})$/;
const HAS_DIGIT = /\d/;
const DIGITS = /^\d+$/;
const MAX_DIGITS = 4;
/** Mangled symbols can be thousands of characters long; their beginning says enough. */
const MAX_TOKEN = 64;

/** Tokens of one line of cleaned text. */
export function tokenise(line: string): string[] {
  const text = shrinkPaths(line).replace(VERSION, ' ');
  const tokens: string[] = [];
  for (const word of text.match(WORD) ?? []) {
    if (!HAN.test(word)) push(tokens, word);
    else if (word.length === 1) tokens.push(word);
    else for (const run of word.match(HAN_RUN) ?? []) push(tokens, run);
  }
  return tokens;
}

function push(tokens: string[], word: string): void {
  const token = normalForm(word);
  if (!vanishes(token)) tokens.push(token);
}

function normalForm(word: string): string {
  const lower = word.toLowerCase();
  const plain = lower.includes("'") ? lower.replaceAll("'", '') : lower;
  return plain.length > MAX_TOKEN ? plain.slice(0, MAX_TOKEN) : plain;
}

function vanishes(token: string): boolean {
  if (!HAS_DIGIT.test(token)) return token.length <= LONGEST_UNIT && UNITS.has(token);
  if (DIGITS.test(token)) return token.length > MAX_DIGITS;
  return SIZE.test(token) || HEX.test(token);
}

function shrinkPaths(line: string): string {
  if (!line.includes('/') && !line.includes('\\')) return line;
  return line.split(PATH_DELIMITERS).map(shrinkPath).join('');
}

function shrinkPath(chunk: string): string {
  const separators = chunk.match(/[\\/]/g)?.length ?? 0;
  if (separators === 0) return chunk;
  if (SCHEME.test(chunk)) {
    const [host = '', ...path] = chunk.replace(SCHEME, '').split('/');
    return `${host} ${path.at(-1) ?? ''}`;
  }
  if (!PATH_START.test(chunk) && separators < 2) return chunk;
  return ` ${chunk.split(/[\\/]/).at(-1) ?? ''}`;
}
