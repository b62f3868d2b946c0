import type { Place } from './problem.ts';

/**
 * A place that is looked up when somebody reads it: checks name the place of all that they look at, and hardly
 * ever is one needed.
 */
export class LazyPlace implements Place {
  readonly #find: () => Place;

  constructor(find: () => Place) {
    this.#find = find;
  }

  get file(): string {
    return this.#find().file;
  }

  get line(): number {
    return this.#find().line;
  }

  get column(): number {
    return this.#find().column;
  }
}
