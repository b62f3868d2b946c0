/** Prepares signatures once for matching: templates, comparable texts with their weights, known frames. */
import { isBackground } from './background.ts';
import { splitLines } from './lines.ts';
import { features, type Features } from './features.ts';
import { compileTemplate, type CompiledTemplate } from './literal.ts';
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
}

export interface KnownFrame {
  readonly guide: number;
  readonly frame: Frame;
  /** 1 where no other guide names it. */
  readonly rarity: number;
}

export interface CompiledIndex {
  readonly signatures: readonly Signature[];
  readonly wordings: readonly Wording[];
  readonly units: readonly Unit[];
  /** Feature → units that hold it, with the feature's weight there. */
  readonly postings: ReadonlyMap<string, readonly Posting[]>;
  /** Weight of a feature by how few guides use it; unknown features get `unknownWeight`. */
  readonly rarity: ReadonlyMap<string, number>;
  readonly unknownWeight: number;
  /** Feature → guides in whose own texts it occurs. */
  readonly holders: ReadonlyMap<string, ReadonlySet<number>>;
  readonly frames: readonly KnownFrame[];
  readonly spell: Speller;
}

export interface Posting {
  readonly unit: number;
  readonly weight: number;
  /** A whole word that is no background word. */
  readonly distinctive: boolean;
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

/** Feature → guides, for the drafts whose guide `pick` names. */
function holdersOf(drafts: readonly Draft[], pick: (draft: Draft) => number): Map<string, Set<number>> {
  const holders = new Map<string, Set<number>>();
  for (const draft of drafts) {
    const guide = pick(draft);
    if (guide < 0) continue;
    for (const feature of draft.found.keys()) {
      const set = holders.get(feature);
      if (set) set.add(guide);
      else holders.set(feature, new Set([guide]));
    }
  }
  return holders;
}

/** Near-misses count for the guide that lists them: words shared with a look-alike are less telling. */
function rarities(drafts: readonly Draft[], guides: number): Map<string, number> {
  const holders = holdersOf(drafts, ({ owner }) => owner);
  return new Map([...holders].map(([feature, set]) => [feature, Math.log(1 + guides / set.size)]));
}

function strength(template: CompiledTemplate, rarity: ReadonlyMap<string, number>, unknown: number): number {
  const words = template.pieces.flatMap(({ text, affix }) => (affix ? [affix.start + affix.end] : [text]));
  let sum = 0;
  for (const [feature, weight] of features(words)) sum += weight * (rarity.get(feature) ?? unknown);
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
  const rarity = rarities(drafts, signatures.length);
  const unknownWeight = Math.log(1 + signatures.length);
  const postings = new Map<string, Posting[]>();
  const units = drafts.map(({ found, ...unit }, at): Unit => {
    let total = 0;
    for (const [feature, relative] of found) {
      const weight = relative * rarity.get(feature)!;
      total += weight;
      const list = postings.get(feature);
      const posting = { unit: at, weight, distinctive: relative === 1 };
      if (list) list.push(posting);
      else postings.set(feature, [posting]);
    }
    return { ...unit, total };
  });
  const wordings = signatures.flatMap((signature, owner): Wording[] => {
    const make = (source: Wording['source'], guide: number, text: string): Wording => {
      const template = compileTemplate(text);
      return { guide, owner, source, template, strength: strength(template, rarity, unknownWeight) };
    };
    return [
      ...signature.messages.map(({ template }) => make('message', owner, template)),
      ...signature.nearMisses.map((near) =>
        make('near-miss', near.guide === null ? -1 : (slugs.get(near.guide) ?? -1), near.template),
      ),
      ...signature.aliases.map((alias) => make('alias', owner, alias.replaceAll('{', '{{'))),
    ];
  });
  const holders = holdersOf(drafts, ({ guide }) => guide);
  const spell = speller([...rarity.keys()].filter((word) => !isBackground(word)));
  const frames = knownFrames(signatures);
  return { signatures, wordings, units, postings, rarity, unknownWeight, holders, frames, spell };
}
