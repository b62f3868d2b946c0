/** The texts that pasted lines are compared with: sentences of messages, titles, aliases, with their weights. */
import { isBackground } from './background.ts';
import { clean } from './clean.ts';
import { eachFeature, wordFeature } from './features.ts';
import { aliasTokens, plainSentences } from './notation.ts';
import { inSteps, readNearMiss, split } from './open.ts';
import { Postings } from './postings.ts';
import { speller, type Speller } from './spelling.ts';
import { tokenise } from './tokens.ts';
import type { Corpus, Pack } from './types.ts';

/** A text that pasted lines are compared with: a sentence of a message, a title, an alias. */
export interface Unit {
  readonly guide: number;
  readonly owner: number;
  readonly source: 'message' | 'near-miss' | 'title' | 'alias';
  /** Weight of its features together. */
  total: number;
  /** The share of `total` that whole, non-background words carry. */
  distinctive: number;
  /** Its numbers, each joined to the word before it: a line without them is likely another error. */
  readonly numbers: readonly string[];
}

export interface TextIndex {
  readonly units: readonly Unit[];
  /** How many texts of its own each guide has. */
  readonly unitsOf: readonly number[];
  /** The units that hold each word and pair; the relative weight 1 is a whole word that is no background word. */
  readonly postings: Postings;
  /** Rarity of what no guide uses. */
  readonly unknownRarity: number;
  readonly spell: Speller;
}

interface Text extends Pick<Unit, 'guide' | 'owner' | 'source'> {
  readonly words: readonly string[];
}

const MIN_SENTENCE = 4;

/** A step of these takes a slow phone some 10 milliseconds. */
const GUIDES_AT_ONCE = 6;

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

/** Numbers with the word before them, as pairs are written: `exitcode: -9`, `torch.Size([0])`. */
function numbered(words: readonly string[]): string[] {
  return words.flatMap((word, at) =>
    at > 0 && /^\d+$/.test(word) ? [wordFeature(words[at - 1]!) + word] : [],
  );
}

/** The texts of one guide as tokens. */
export function textsIn(pack: Omit<Pack, 'background'>, guide: number): Text[] {
  const found: Text[] = [];
  const add = (source: Unit['source'], target: number, texts: readonly string[][]): void => {
    for (const words of texts) found.push({ guide: target, owner: guide, source, words });
  };
  for (const wording of split(pack.messages[guide]!)) add('message', guide, sentences(wording));
  for (const text of split(pack.nearMisses[guide]!)) {
    const near = readNearMiss(text);
    add('near-miss', near.guide, sentences(near.wording));
  }
  add('message', guide, [tokenise(clean(pack.headlines[guide]!))]);
  for (const titles of [pack.titles.en, pack.titles.zh])
    add('title', guide, [tokenise(clean(titles[guide]!))]);
  for (const alias of split(pack.aliases[guide]!)) add('alias', guide, [aliasTokens(alias)]);
  return found;
}

/** Rates each feature by how many guides use it, and so each unit. */
function weigh(
  units: readonly Unit[],
  postings: Postings,
  corpus: Pick<Corpus, 'guides' | 'owners'>,
): void {
  for (const feature of postings.features()) {
    const owners = corpus.owners.get(feature) ?? ownersOf(feature, units, postings);
    const rarity = Math.log(1 + corpus.guides / owners);
    postings.rate(feature, rarity);
    postings.each(feature, (at, relative) => {
      const unit = units[at]!;
      unit.total += relative * rarity;
      if (relative === 1) unit.distinctive += rarity;
    });
  }
}

/** Near-misses count for the guide that lists them: words shared with a look-alike are less telling. */
function ownersOf(feature: string, units: readonly Unit[], postings: Postings): number {
  let owners = 0;
  let last = -1;
  postings.each(feature, (unit) => {
    const { owner } = units[unit]!;
    if (owner !== last) owners += 1;
    last = owner;
  });
  return owners;
}

/** The texts of all guides. */
const texts = inSteps(function* (pack): Generator<undefined, TextIndex> {
  const corpus = pack.corpus ?? { guides: pack.slugs.length, owners: new Map<string, number>() };
  const units: Unit[] = [];
  const postings = new Postings();
  for (const feature of corpus.owners.keys()) postings.rate(feature, 0);
  for (const at of pack.slugs.keys()) {
    if (at % GUIDES_AT_ONCE === 0) yield;
    for (const { words, ...text } of textsIn(pack, at)) {
      const unit = units.length;
      units.push({ ...text, numbers: numbered(words), total: 0, distinctive: 0 });
      eachFeature(words, (feature, weight) => postings.add(feature, unit, weight));
    }
  }
  yield;
  weigh(units, postings, corpus);
  const unitsOf = pack.slugs.map(() => 0);
  for (const { owner, source } of units) if (source !== 'near-miss') unitsOf[owner]! += 1;
  const unknownRarity = Math.log(1 + corpus.guides);
  const spell = speller(postings.features(), isBackground);
  return { units, unitsOf, postings, unknownRarity, spell };
});

export const { step: prepareTexts, whole: textsOf } = texts;
