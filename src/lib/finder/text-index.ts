/** The texts of all guides, with which pasted lines are compared. */
import { oncePerPack, type CompiledIndex } from './open.ts';
import { speller, type Speller } from './spelling.ts';
import { textsIn, type Text } from './texts.ts';
import type { Pack } from './types.ts';
import { Words, type Word } from './words.ts';

/** One text among all. */
export interface Unit extends Pick<Text, 'guide' | 'source'> {
  readonly at: number;
  /** The guide that lists it. */
  readonly owner: number;
  /** Its places: from its first word to `parts`, which has none; then the names in its identifiers. */
  readonly from: number;
  readonly parts: number;
  end: number;
  /** What is worked out once it is asked for (`shared.ts`). */
  rated: Rated | null;
}

/** What all of a text says. */
export interface Rated {
  readonly total: number;
  /** The share of `total` that whole, non-background words carry. */
  readonly distinctive: number;
  /** Its numbers, as pairs with the word before: a line without them is likely another error. */
  readonly numbers: readonly string[];
}

/** Prepared in steps: a step of so many guides takes a slow phone some 10 milliseconds. */
const GUIDES_AT_ONCE = 6;

/** All texts one after another, in flat lists: there are tens of thousands of places. */
export class TextIndex {
  readonly words: Words;
  readonly units: Unit[] = [];
  /** How many texts of its own each guide has. */
  readonly unitsOf: number[];
  /** By place: the word, the place where it stood last before, and the text. */
  readonly wordAt: (Word | null)[] = [];
  readonly latestBefore: number[] = [];
  readonly unitAt: Unit[] = [];
  readonly #pack: Pack;
  #guides = 0;
  #spell: Speller | null = null;

  constructor({ pack, isBackground }: CompiledIndex) {
    this.#pack = pack;
    this.words = new Words(isBackground);
    this.unitsOf = pack.slugs.map(() => 0);
    // Words of guides that were not fetched are known ones all the same.
    for (const text of pack.corpus?.owners.keys() ?? []) this.words.learn(text);
  }

  /** The known word that an unknown one is nearly. */
  get spell(): Speller {
    return (this.#spell ??= speller(this.words.texts()));
  }

  /** Takes the texts of some more guides. Returns whether those were the last. */
  step(): boolean {
    const { slugs, corpus } = this.#pack;
    const end = Math.min(slugs.length, this.#guides + GUIDES_AT_ONCE);
    if (this.#guides === end) return true;
    for (; this.#guides < end; this.#guides += 1) this.#addGuide(this.#guides);
    const isLast = end === slugs.length;
    if (isLast) this.words.rate(corpus?.guides ?? end, corpus?.owners);
    return isLast;
  }

  #addGuide(owner: number): void {
    for (const { guide, source, words } of textsIn(this.#pack, owner)) {
      const { length: from } = this.wordAt;
      const parts = from + words.length;
      const at = this.units.length;
      const unit: Unit = { at, guide, owner, source, from, parts, end: 0, rated: null };
      this.units.push(unit);
      if (source !== 'near-miss') this.unitsOf[owner]! += 1;
      for (const word of words) this.#add(this.words.learn(word), unit);
      this.#add(null, unit);
      for (let place = from; place < parts; place += 1)
        for (const part of this.wordAt[place]!.parts) this.#add(part, unit);
      unit.end = this.wordAt.length;
      this.#add(null, unit);
    }
  }

  #add(word: Word | null, unit: Unit): void {
    this.latestBefore.push(word ? word.latest : -1);
    this.unitAt.push(unit);
    const place = this.wordAt.push(word) - 1;
    if (!word) return;
    word.latest = place;
    // Near-misses count for the guide that lists them: words shared with a look-alike are less telling.
    if (word.owner !== unit.owner) word.owners += 1;
    word.owner = unit.owner;
  }
}

const indexes = oncePerPack((index) => new TextIndex(index));

/** A step of preparing what `textsOf` would wait for. Returns whether it was the last. */
export function prepareTexts(index: CompiledIndex): boolean {
  return indexes(index).step();
}

/** The texts of all guides. */
export function textsOf(index: CompiledIndex): TextIndex {
  const texts = indexes(index);
  while (!texts.step());
  return texts;
}
