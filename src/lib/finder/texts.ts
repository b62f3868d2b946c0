/** The texts of a guide as tokens: sentences of its messages, near-misses, titles, aliases. */
import { clean } from './clean.ts';
import { readNearMiss, split } from './open.ts';
import { tokenise } from './tokens.ts';
import type { Pack } from './types.ts';

export interface Text {
  /** The guide that it points to, or -1: another than its own for near-misses. */
  readonly guide: number;
  readonly source: 'message' | 'near-miss' | 'title' | 'alias';
  readonly words: readonly string[];
}

const MIN_SENTENCE = 4;

/** Sentences of a wording; a short one stays with its neighbour. */
function sentences(wording: string): string[][] {
  const found: string[][] = [];
  for (const words of plainSentences(wording)) {
    const last = found.at(-1);
    if (last && (words.length < MIN_SENTENCE || last.length < MIN_SENTENCE)) last.push(...words);
    else if (words.length > 0) found.push(words);
  }
  return found;
}

/** The words of each sentence of a wording, its wildcards removed. */
function plainSentences(wording: string): string[][] {
  return wording.split(/[./] ?/).map((sentence) => {
    const plain = /[*:]/.test(sentence) ? sentence.replaceAll(/[*:]/g, ' ') : sentence;
    return plain.split(' ').filter(Boolean);
  });
}

/** An alias is written as people write it: Han without spaces, but each a token. */
function aliasTokens(alias: string): string[] {
  return alias.match(/\p{Script=Han}|[^\p{Script=Han}\s]+/gu) ?? [];
}

/** A title holds nothing that must be cleaned. */
function titleTokens(title: string): string[] {
  return title.toLowerCase().match(/\p{Script=Han}|[a-z\d_]+/gu) ?? [];
}

/** The texts of one guide as tokens. */
export function textsIn(pack: Omit<Pack, 'background'>, guide: number): Text[] {
  const found: Text[] = [];
  const add = (source: Text['source'], target: number, texts: readonly string[][]): void => {
    for (const words of texts) found.push({ guide: target, source, words });
  };
  for (const wording of split(pack.messages[guide]!)) add('message', guide, sentences(wording));
  for (const text of split(pack.nearMisses[guide]!)) {
    const near = readNearMiss(text);
    add('near-miss', near.guide, sentences(near.wording));
  }
  add('message', guide, [tokenise(clean(pack.headlines[guide]!))]);
  for (const titles of [pack.titles.en, pack.titles.zh])
    add('title', guide, [titleTokens(titles[guide]!)]);
  for (const alias of split(pack.aliases[guide]!)) add('alias', guide, [aliasTokens(alias)]);
  return found;
}
