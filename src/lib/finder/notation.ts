/**
 * How a wording is written in the pack: its tokens, joined by spaces. `*` stands for a wildcard, alone or inside a
 * token; `/` ends a line, `.` a sentence inside a line, and `:` the exception class at the beginning; `!` before all
 * marks a wording of another tier than its guide's. No token holds any of these.
 */

export const OTHER_TIER = '!';

/** Stands for a wildcard. */
export const WILDCARD = '*';

/** What no token holds. */
export const SIGNS = /[*/.:!]/g;

/** Whether a word of a wording is more than a token. */
export function hasSign(word: string): boolean {
  return word.search(SIGNS) >= 0;
}

/** The tokens that must stand in a text, and how many line ends lie among them. */
export function literalTokens(wording: string): { tokens: string[]; lineEnds: number } {
  // Half of all pastes have lost the exception class.
  const body = wording.slice(wording.indexOf(':') + 1);
  return {
    tokens: body.split(/[\s./]+/).filter(Boolean),
    lineEnds: body.split('/').length - 1,
  };
}
