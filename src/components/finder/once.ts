/** Loads something once, however often it is asked for; after a failure the next call tries again. */
export class Once<Value> {
  /** What has arrived: it can be used without waiting. */
  now: Value | undefined;
  readonly #load: () => Promise<Value>;
  #coming: Promise<Value> | undefined;

  constructor(load: () => Promise<Value>) {
    this.#load = load;
  }

  get(): Promise<Value> {
    this.#coming ??= this.#load().then(
      (value) => (this.now = value),
      (error: unknown) => {
        this.#coming = undefined;
        throw error;
      },
    );
    return this.#coming;
  }
}
