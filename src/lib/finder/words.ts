/** The words of all texts, how rare they are, and what a run of tokens asks for: its words and adjacent pairs. */
import { HAN_CHARACTER, NUMBER, weightOf, WHOLE_WORD, type IsBackground } from './word-weight.ts';

/** A name in an identifier: `trust_remote_code` is also `trust` and `remote`. */
export const PART = 30;
/** Names shorter than this say nothing. */
const SHORTEST_PART = 3;
const NONE: readonly Word[] = [];
/**
 * Rarity of a word of one guide, however many guides there are: else evidence would weigh more with each guide, and
 * the cut-offs less. Of 274 foreign texts 14 were answered with 500 guides, and 5 since.
 */
const RARE = 390;
/** By how many of the two are background words. */
const PAIR = [60, 35, 20] as const;
const HAN_PAIR = [80, 80, HAN_CHARACTER] as const;

/**
 * A token. All numbers are whole: a browser that runs code for the first time makes an object of
 * every fraction, which took a third of the first answer's time.
 */
export interface Word {
  readonly text: string;
  readonly weight: number;
  readonly isHan: boolean;
  readonly isBackground: boolean;
  /** The names in an identifier. */
  readonly parts: readonly Word[];
  /** How many guides use it, and which of them was counted last. */
  owners: number;
  owner: number;
  /** Hundredths; high where few guides use it. */
  rarity: number;
  /** The place where it stands last among all texts, or -1. */
  latest: number;
}

/** A word of a run of tokens, or two that stand side by side. */
export interface Feature {
  readonly word: Word;
  /** The word before it, if this is a pair. */
  readonly before: Word | null;
  readonly weight: number;
}

/** How much two words say that stand side by side; nothing where only one of them is Han. */
export function pairWeight(left: Word, right: Word): number {
  if (left.isHan !== right.isHan) return 0;
  return (left.isHan ? HAN_PAIR : PAIR)[Number(left.isBackground) + Number(right.isBackground)]!;
}

/** The words that guides use. */
export class Words {
  readonly #isBackground: IsBackground;
  readonly #known = new Map<string, Word>();
  /** Rarity of what no guide uses. */
  #unknown = 0;

  constructor(isBackground: IsBackground) {
    this.#isBackground = isBackground;
  }

  /** Every word that was learnt. */
  texts(): IterableIterator<string> {
    return this.#known.keys();
  }

  has(text: string): boolean {
    return this.#known.has(text);
  }

  /** 1 for a word of few guides, 0 for what says little or is in none. */
  points(text: string): number {
    const word = this.#known.get(text);
    return word?.weight === WHOLE_WORD ? word.rarity / RARE : 0;
  }

  /** A word of the texts, which may be new. */
  learn(text: string): Word {
    const known = this.#known.get(text);
    if (known) return known;
    const word = this.#make(text, (part) => this.learn(part));
    this.#known.set(text, word);
    return word;
  }

  /** Rates all words once they are learnt, by how many of all guides use them. */
  rate(guides: number, owners: ReadonlyMap<string, number> | undefined): void {
    const rarities = [0];
    const most = Math.log(1 + guides);
    for (let count = 1; count <= guides; count += 1)
      rarities.push(Math.round((RARE * Math.log(1 + guides / count)) / most));
    this.#unknown = rarities[1]!;
    for (const word of this.#known.values()) {
      word.owners = owners?.get(word.text) ?? word.owners;
      word.rarity = rarities[word.owners]!;
    }
  }

  /** How rare a feature is: a pair as the rarer of its words. To count pairs as well found nothing more. */
  rarity({ word, before }: Pick<Feature, 'word' | 'before'>): number {
    return Math.max(word.rarity, before?.rarity ?? 0);
  }

  /** The words and adjacent pairs of a run of tokens, each once; a pair's key has a blank. */
  features(tokens: readonly string[]): Map<string, Feature> {
    const found = new Map<string, Feature>();
    const add = (key: string, word: Word, before: Word | null, weight: number): void => {
      if ((found.get(key)?.weight ?? 0) < weight) found.set(key, { word, before, weight });
    };
    let last: Word | null = null;
    for (const token of tokens) {
      const word = this.#get(token);
      if (last) add(`${last.text} ${token}`, word, last, pairWeight(last, word));
      add(token, word, null, word.weight);
      word.parts.forEach((part, at) => {
        const before = word.parts[at - 1];
        if (before) add(`${before.text} ${part.text}`, part, before, PART);
        add(part.text, part, null, PART);
      });
      last = word;
    }
    return found;
  }

  #get(text: string): Word {
    return this.#known.get(text) ?? this.#make(text, (part) => this.#get(part));
  }

  #partsOf(text: string): string[] {
    const parts = text.split('_');
    return parts.filter((part) => part.length >= SHORTEST_PART && !this.#isBackground(part));
  }

  #make(text: string, get: (part: string) => Word): Word {
    const isBackground = this.#isBackground(text);
    const weight = weightOf(text, isBackground);
    return {
      text,
      weight,
      isHan: weight === HAN_CHARACTER,
      isBackground: isBackground || weight === NUMBER,
      parts: text.includes('_') ? this.#partsOf(text).map(get) : NONE,
      owners: 0,
      owner: -1,
      rarity: this.#unknown,
      latest: -1,
    };
  }
}
