/**
 * Which units hold a feature. Flat lists in place of objects: there are tens of thousands of uses,
 * and as many objects would take a browser longer than the question itself.
 */
export class Postings {
  /** Each feature's place in the two lists below. */
  readonly #places = new Map<string, number>();
  readonly #rarities: number[] = [];
  readonly #latest: number[] = [];
  /** By use: its unit and weight, and the use before it of the same feature. */
  readonly #units: number[] = [];
  readonly #weights: number[] = [];
  readonly #before: number[] = [];

  /** Every feature. */
  features(): IterableIterator<string> {
    return this.#places.keys();
  }

  /** High where few guides use the feature; undefined where none does. */
  rarity(feature: string): number | undefined {
    return this.#rarities[this.#places.get(feature) ?? -1];
  }

  /** Rates a feature, which may be new. */
  rate(feature: string, rarity: number): void {
    this.#rarities[this.#placeOf(feature)] = rarity;
  }

  /** Adds a use. Those of one unit come together; the greatest weight counts. */
  add(feature: string, unit: number, weight: number): void {
    const place = this.#placeOf(feature);
    const latest = this.#latest[place]!;
    if (this.#units[latest] !== unit) {
      this.#latest[place] = this.#units.length;
      this.#units.push(unit);
      this.#weights.push(weight);
      this.#before.push(latest);
    } else if (this.#weights[latest]! < weight) this.#weights[latest] = weight;
  }

  /** Goes through the units that hold a feature, in descending order. */
  each(feature: string, take: (unit: number, weight: number) => void): void {
    const place = this.#places.get(feature) ?? -1;
    for (let at = this.#latest[place] ?? -1; at >= 0; at = this.#before[at]!)
      take(this.#units[at]!, this.#weights[at]!);
  }

  #placeOf(feature: string): number {
    let place = this.#places.get(feature);
    if (place === undefined) {
      place = this.#places.size;
      this.#places.set(feature, place);
      this.#rarities.push(0);
      this.#latest.push(-1);
    }
    return place;
  }
}
