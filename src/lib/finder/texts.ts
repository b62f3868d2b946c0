/** The texts that pasted lines are compared with: sentences of messages, titles, aliases, with their weights. */
import { isBackground } from './background.ts';
import { clean } from './clean.ts';
import { features, wordFeature, type Features } from './features.ts';
import { aliasTokens, plainSentences } from './notation.ts';
import { inSteps, readNearMiss, split } from './open.ts';
import { speller, type Speller } from './spelling.ts';
import { tokenise } from './tokens.ts';
import type { Corpus, Pack } from './types.ts';

/** A text that pasted lines are compared with: a sentence of a message, a title, an alias. */
export interface Unit {
  readonly guide: number;
  readonly owner: number;
  readonly source: 'message' | 'near-miss' | 'title' | 'alias';
  /** The first sentence of a message; later sentences are often shared boilerplate. */
  readonly lead: boolean;
  readonly total: number;
  /** The share of `total` that whole, non-background words carry. */
  readonly distinctive: number;
  /** Its numbers, each joined to the word before it: a line without them is likely another error. */
  readonly numbers: readonly string[];
}

/** What is known of one feature. Two flat lists in place of objects: there are tens of thousands of entries. */
export interface KnownFeature {
  /** High where few guides use it. */
  rarity: number;
  /** Units that hold it, ascending, so that a guide's units stand together. */
  readonly units: number[];
  /** Its relative weight in each of them; 1 is a whole word that is no background word. */
  readonly weights: number[];
}

export interface TextIndex {
  readonly units: readonly Unit[];
  /** How many texts of its own each guide has. */
  readonly unitsOf: readonly number[];
  readonly features: ReadonlyMap<string, KnownFeature>;
  /** Rarity of what no guide uses. */
  readonly unknownRarity: number;
  readonly spell: Speller;
}

interface Text extends Pick<Unit, 'guide' | 'owner' | 'source' | 'lead'> {
  readonly words: readonly string[];
}

interface Draft extends Omit<Text, 'words'> {
  readonly found: Features;
  readonly numbers: readonly string[];
}

const MIN_SENTENCE = 4;

/** A step of these takes a slow phone some 10 milliseconds. */
const GUIDES_AT_ONCE = 6;
const DRAFTS_AT_ONCE = 200;

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
    texts.forEach((words, at) => {
      found.push({ guide: target, owner: guide, source, lead: at === 0, words });
    });
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

function draft({ words, ...text }: Text): Draft {
  return { ...text, found: features(words), numbers: numbered(words) };
}

/** Near-misses count for the guide that lists them: words shared with a look-alike are less telling. */
function* knownFeatures(
  drafts: readonly Draft[],
  corpus: Pick<Corpus, 'guides' | 'owners'>,
): Generator<undefined, Map<string, KnownFeature>> {
  const known = new Map<string, KnownFeature>();
  for (const feature of corpus.owners.keys())
    known.set(feature, { rarity: 0, units: [], weights: [] });
  for (const [unit, { found }] of drafts.entries()) {
    if (unit % DRAFTS_AT_ONCE === 0) yield;
    for (const [feature, weight] of found) {
      const entry = known.get(feature);
      if (entry) {
        entry.units.push(unit);
        entry.weights.push(weight);
      } else known.set(feature, { rarity: 0, units: [unit], weights: [weight] });
    }
  }
  yield;
  for (const [name, feature] of known) {
    let owners = 0;
    let last = -1;
    for (const unit of feature.units) {
      const { owner } = drafts[unit]!;
      if (owner !== last) owners += 1;
      last = owner;
    }
    feature.rarity = Math.log(1 + corpus.guides / (corpus.owners.get(name) ?? owners));
  }
  return known;
}

function weigh({ found, ...draft }: Draft, known: ReadonlyMap<string, KnownFeature>): Unit {
  let total = 0;
  let distinctive = 0;
  for (const [feature, relative] of found) {
    const weight = relative * known.get(feature)!.rarity;
    total += weight;
    if (relative === 1) distinctive += weight;
  }
  return { ...draft, total, distinctive };
}

/** The texts of all guides. */
const texts = inSteps(function* (pack): Generator<undefined, TextIndex> {
  const corpus = pack.corpus ?? { guides: pack.slugs.length, owners: new Map<string, number>() };
  const drafts: Draft[] = [];
  for (const at of pack.slugs.keys()) {
    if (at % GUIDES_AT_ONCE === 0) yield;
    drafts.push(...textsIn(pack, at).map(draft));
  }
  const known = yield* knownFeatures(drafts, corpus);
  yield;
  const units = drafts.map((one) => weigh(one, known));
  const unitsOf = pack.slugs.map(() => 0);
  for (const { owner, source } of units) if (source !== 'near-miss') unitsOf[owner]! += 1;
  const unknownRarity = Math.log(1 + corpus.guides);
  return { units, unitsOf, features: known, unknownRarity, spell: speller(known, isBackground) };
});

export const { step: prepareTexts, whole: textsOf } = texts;
