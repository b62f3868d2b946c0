/**
 * How a wording is written in the pack: its tokens, joined by spaces. `*` stands for a wildcard, alone or inside a
 * token; `/` ends a line, `.` a sentence inside a line, and `:` the exception class at the beginning. No token holds
 * any of these.
 */

/** Stands for a wildcard. */
export const WILDCARD = '*';

/** The tokens that must stand in a text, and how many line ends lie among them. */
export function literalTokens(wording: string): { tokens: string[]; lineEnds: number } {
  // Half of all pastes have lost the exception class.
  const body = wording.slice(wording.indexOf(':') + 1);
  return {
    tokens: body.split(/[\s./]+/).filter(Boolean),
    lineEnds: body.split('/').length - 1,
  };
}

/** The words of each sentence of a wording, its wildcards removed. */
export function plainSentences(wording: string): string[][] {
  return wording.split(/[./]/).map((sentence) => sentence.split(/[\s*:]+/).filter(Boolean));
}

/** An alias is written as people write it: Han without spaces, but each a token. */
export function aliasTokens(alias: string): string[] {
  return alias.match(/\p{Script=Han}|[^\p{Script=Han}\s]+/gu) ?? [];
}
