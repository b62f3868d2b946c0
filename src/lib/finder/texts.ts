/** The texts of a guide as tokens: messages, near-misses, titles, aliases. */
import { clean } from './clean.ts';
import { SIGNS } from './notation.ts';
import { readNearMiss, split } from './open.ts';
import { tokenise } from './tokens.ts';
import type { Pack } from './types.ts';

export interface Text {
  /** The guide that it points to, or -1: another than its own for near-misses. */
  readonly guide: number;
  readonly source: 'message' | 'near-miss' | 'title' | 'alias';
  readonly words: readonly string[];
}

/** What people write in place of a message. */
export function isDescription({ source }: Pick<Text, 'source'>): boolean {
  return source === 'alias' || source === 'title';
}

const ASCII = /^[ -~]*$/;

/** The words of a wording, its wildcards removed. */
function wordingTokens(wording: string): string[] {
  return wording.replaceAll(SIGNS, ' ').split(' ').filter(Boolean);
}

/** An alias is written as people write it: Han without spaces, but each a token. */
function aliasTokens(alias: string): string[] {
  if (ASCII.test(alias)) return alias.split(' ');
  return alias.match(/\p{Script=Han}|[^\p{Script=Han}\s]+/gu) ?? [];
}

/** A title holds nothing that must be cleaned. */
function titleTokens(title: string): string[] {
  return title.toLowerCase().match(/\p{Script=Han}|[a-z\d_]+/gu) ?? [];
}

/** The texts of one guide as tokens. */
export function textsIn(pack: Omit<Pack, 'background'>, guide: number): Text[] {
  const found: Text[] = [];
  const add = (source: Text['source'], target: number, words: readonly string[]): void => {
    found.push({ guide: target, source, words });
  };
  for (const wording of split(pack.messages[guide]!)) add('message', guide, wordingTokens(wording));
  for (const text of split(pack.nearMisses[guide]!)) {
    const near = readNearMiss(text);
    add('near-miss', near.guide, wordingTokens(near.wording));
  }
  add('message', guide, tokenise(clean(pack.headlines[guide]!)));
  for (const titles of [pack.titles.en, pack.titles.zh])
    add('title', guide, titleTokens(titles[guide]!));
  for (const alias of split(pack.aliases[guide]!)) add('alias', guide, aliasTokens(alias));
  return found;
}
