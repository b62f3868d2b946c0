/** What a line shares with each text, and with each guide by all its texts together. */
import type { Asked, Query } from './query.ts';
import type { Rated, TextIndex, Unit } from './text-index.ts';
import { tuning } from './tuning.ts';
import { NUMBER, WHOLE_WORD } from './word-weight.ts';
import { pairWeight, PART } from './words.ts';

/** What one line shares with the units and the guides, by their places. Made once for a text: units are thousands. */
export class Shared {
  /** Those that share anything. */
  readonly units: Unit[] = [];
  readonly sums: Int32Array;
  readonly distinctive: Int32Array;
  readonly corrected: Uint8Array;
  readonly guides: Float64Array;
  readonly #index: TextIndex;

  constructor(index: TextIndex) {
    const { length } = index.units;
    this.#index = index;
    this.sums = new Int32Array(length);
    this.distinctive = new Int32Array(length);
    this.corrected = new Uint8Array(length);
    this.guides = new Float64Array(index.unitsOf.length);
  }

  take({ asked }: Query): void {
    this.units.length = 0;
    for (const list of [this.sums, this.distinctive, this.corrected, this.guides]) list.fill(0);
    for (const feature of asked.values()) this.#add(feature);
  }

  #add({ word, before, weight, rarity, isCorrected }: Asked): void {
    const { wordAt, latestBefore, unitAt } = this.#index;
    let last: Unit | null = null;
    let guide = -1;
    let uses = 0;
    for (let place = word.latest; place >= 0; place = latestBefore[place]!) {
      if (before && wordAt[place - 1] !== before) continue;
      const unit = unitAt[place]!;
      // A word that a text repeats counts where it stands first.
      if (!before && latestBefore[place]! >= unit.from) continue;
      const says = place > unit.parts ? PART : before ? weight : word.weight;
      if (this.sums[unit.at] === 0) this.units.push(unit);
      this.sums[unit.at]! += says * rarity;
      if (says === WHOLE_WORD) this.distinctive[unit.at]! += rarity;
      if (isCorrected) this.corrected[unit.at] = 1;
      if (unit === last || unit.source === 'near-miss') continue;
      last = unit;
      if (unit.owner !== guide) {
        this.#tell(guide, uses, weight * rarity);
        guide = unit.owner;
        uses = 0;
      }
      uses += 1;
    }
    this.#tell(guide, uses, weight * rarity);
  }

  /** A word in many of a guide's texts is what the guide is about; one mention is an aside. */
  #tell(guide: number, uses: number, weight: number): void {
    if (guide < 0) return;
    const focus = Math.min(1, Math.sqrt((2 * uses) / this.#index.unitsOf[guide]!));
    this.guides[guide]! += weight * (tuning.aside + (1 - tuning.aside) * focus);
  }
}

/** What all of a text says; worked out for those alone that share something with a line. */
export function rated(unit: Unit, { words, wordAt, latestBefore }: TextIndex): Rated {
  let total = 0;
  let distinctive = 0;
  const numbers: string[] = [];
  for (let place = unit.from; place < unit.end; place += 1) {
    const word = wordAt[place];
    if (!word) continue;
    const isPart = place > unit.parts;
    if (latestBefore[place]! < unit.from) {
      total += (isPart ? PART : word.weight) * word.rarity;
      if (!isPart && word.weight === WHOLE_WORD) distinctive += word.rarity;
    }
    const before = wordAt[place - 1];
    if (!before) continue;
    total += (isPart ? PART : pairWeight(before, word)) * words.rarity({ word, before });
    if (word.weight === NUMBER) numbers.push(`${before.text} ${word.text}`);
  }
  return { total, distinctive, numbers };
}
