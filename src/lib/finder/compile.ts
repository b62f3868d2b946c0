/** Prepares signatures once for matching: templates, comparable texts with their weights, known frames. */
import { isBackground } from './background.ts';
import { splitLines } from './lines.ts';
import { features, NUMBER, wordFeature, wordWeight, type Features } from './features.ts';
import { compileTemplate, literalTemplate, type CompiledTemplate } from './literal.ts';
import { speller, type Speller } from './spelling.ts';
import { HOLE, templateText } from './template.ts';
import { tokenise } from './tokens.ts';
import { clean } from './clean.ts';
import type { Frame, Signature } from './types.ts';

/** A wording that is matched literally. */
export interface Wording {
  /** Guide that it points to, or -1 for a look-alike that belongs to none. */
  readonly guide: number;
  /** Guide that lists it. Differs from `guide` for near-misses. */
  readonly owner: number;
  readonly source: 'message' | 'near-miss' | 'alias';
  readonly template: CompiledTemplate;
  /** Sum of its words' weights: a longer, rarer wording is stronger. */
  readonly strength: number;
}

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
  /** Numbers in its literal text: a line that shows other numbers is another error. */
  readonly numbers: readonly string[];
}

export interface KnownFrame {
  readonly guide: number;
  readonly frame: Frame;
  /** 1 where no other guide names it. */
  readonly rarity: number;
}

/** What is known of one feature. */
export interface KnownFeature {
  /** High where few guides use it. */
  rarity: number;
  /** Units that hold it, with its weight there. */
  readonly postings: Posting[];
  /** Guides in whose own texts it occurs. */
  readonly holders: number[];
}

export interface Posting {
  readonly unit: number;
  readonly weight: number;
  /** A whole word that is no background word. */
  readonly distinctive: boolean;
}

export interface CompiledIndex {
  readonly signatures: readonly Signature[];
  readonly wordings: readonly Wording[];
  readonly units: readonly Unit[];
  readonly features: ReadonlyMap<string, KnownFeature>;
  /** Rarity of what no guide uses. */
  readonly unknownRarity: number;
  readonly frames: readonly KnownFrame[];
  readonly spell: Speller;
}

interface Draft {
  guide: number;
  owner: number;
  source: Unit['source'];
  lead: boolean;
  found: Features;
}

const SENTENCE_END = /(?<=[.!?:;。；]["')\]]?)\s+(?=[A-Z\p{Script=Han}(])|\n+/u;
const MIN_SENTENCE = 4;

/** Sentences of a message, wildcards removed; a short one stays with its neighbour. */
function sentences(template: string): string[][] {
  const found: string[][] = [];
  for (const sentence of templateText(template).split(SENTENCE_END)) {
    const words = splitLines(clean(sentence.replaceAll(HOLE, ' '))).flatMap(({ text }) => tokenise(text));
    const last = found.at(-1);
    if (last && (words.length < MIN_SENTENCE || last.length < MIN_SENTENCE)) last.push(...words);
    else if (words.length > 0) found.push(words);
  }
  return found;
}

function draftUnits(signature: Signature, guide: number, slugs: ReadonlyMap<string, number>): Draft[] {
  const drafts: Draft[] = [];
  const add = (source: Unit['source'], target: number, texts: readonly string[][]): void => {
    texts.forEach((words, at) => {
      drafts.push({ guide: target, owner: guide, source, lead: at === 0, found: features(words) });
    });
  };
  for (const { template } of signature.messages) add('message', guide, sentences(template));
  for (const near of signature.nearMisses) {
    add('near-miss', near.guide === null ? -1 : (slugs.get(near.guide) ?? -1), sentences(near.template));
  }
  add('message', guide, [tokenise(clean(signature.headline))]);
  for (const title of [signature.titles.en, signature.titles.zh]) add('title', guide, [tokenise(clean(title))]);
  for (const alias of signature.aliases) add('alias', guide, [tokenise(clean(alias))]);
  return drafts;
}

interface Tally extends KnownFeature {
  owners: number;
  lastOwner: number;
}

/** Near-misses count for the guide that lists them: words shared with a look-alike are less telling. */
function tallyFeatures(drafts: readonly Draft[], guides: number): Map<string, Tally> {
  const tallies = new Map<string, Tally>();
  for (const { owner, source, found } of drafts) {
    for (const feature of found.keys()) {
      let tally = tallies.get(feature);
      if (!tally) tallies.set(feature, (tally = { rarity: 0, postings: [], holders: [], owners: 0, lastOwner: -1 }));
      if (tally.lastOwner !== owner) {
        tally.owners += 1;
        tally.lastOwner = owner;
        tally.rarity = Math.log(1 + guides / tally.owners);
      }
      if (source !== 'near-miss' && tally.holders.at(-1) !== owner) tally.holders.push(owner);
    }
  }
  return tallies;
}

function post({ found, ...draft }: Draft, at: number, known: ReadonlyMap<string, KnownFeature>): Unit {
  let total = 0;
  let distinctive = 0;
  const numbers: string[] = [];
  for (const [feature, relative] of found) {
    const { rarity, postings } = known.get(feature)!;
    const weight = relative * rarity;
    total += weight;
    if (relative === 1) distinctive += weight;
    if (relative === NUMBER) numbers.push(feature);
    postings.push({ unit: at, weight, distinctive: relative === 1 });
  }
  return { ...draft, total, distinctive, numbers };
}

function strength(template: CompiledTemplate, known: ReadonlyMap<string, KnownFeature>, unknown: number): number {
  let sum = 0;
  for (const { text, affix } of template.pieces) {
    const word = affix ? affix.start + affix.end : text;
    sum += wordWeight(word) * (known.get(wordFeature(word))?.rarity ?? unknown);
  }
  return sum;
}

function knownFrames(signatures: readonly Signature[]): KnownFrame[] {
  const key = ({ file, function: name }: Frame): string => `${file.split('/').at(-1) ?? ''} ${name ?? ''}`;
  const all = signatures.flatMap(({ frames, causes }, guide) =>
    [...frames, ...causes.flatMap((cause) => cause.frames)].map((frame) => ({ guide, frame })),
  );
  const holders = new Map<string, Set<number>>();
  for (const { guide, frame } of all) {
    holders.set(key(frame), (holders.get(key(frame)) ?? new Set()).add(guide));
  }
  return all.map(({ guide, frame }) => ({ guide, frame, rarity: 1 / holders.get(key(frame))!.size }));
}

/** Prepares signatures for `find`. About a millisecond for fifty guides. */
export function compile(signatures: readonly Signature[]): CompiledIndex {
  const slugs = new Map(signatures.map(({ slug }, at) => [slug, at]));
  const drafts = signatures.flatMap((signature, at) => draftUnits(signature, at, slugs));
  const known = tallyFeatures(drafts, signatures.length);
  const unknownRarity = Math.log(1 + signatures.length);
  const units = drafts.map((draft, at) => post(draft, at, known));
  const wordings = signatures.flatMap((signature, owner): Wording[] => {
    const make = (source: Wording['source'], guide: number, text: string): Wording => {
      const template = source === 'alias' ? literalTemplate(tokenise(clean(text))) : compileTemplate(text);
      return { guide, owner, source, template, strength: strength(template, known, unknownRarity) };
    };
    return [
      ...signature.messages.map(({ template }) => make('message', owner, template)),
      ...signature.nearMisses.map((near) =>
        make('near-miss', near.guide === null ? -1 : (slugs.get(near.guide) ?? -1), near.template),
      ),
      ...signature.aliases.map((alias) => make('alias', owner, alias)),
    ];
  });
  const spell = speller([...known.keys()].filter((word) => !isBackground(word)));
  return { signatures, wordings, units, features: known, unknownRarity, frames: knownFrames(signatures), spell };
}
