/** Lines with their length together; taking the first is cheap. */
export class LineBuffer {
  readonly #most: number;
  #lines: string[] = [];
  #start = 0;
  size = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get isEmpty(): boolean {
    return this.#start === this.#lines.length;
  }

  fits(line: string): boolean {
    return this.size + line.length < this.#most;
  }

  add(line: string): void {
    this.#lines.push(line);
    this.size += line.length + 1;
  }

  takeFirst(): string {
    const line = this.#lines[this.#start] ?? '';
    this.#start += 1;
    this.size -= line.length + 1;
    if (this.#start > 10_000) {
      this.#lines = this.#lines.slice(this.#start);
      this.#start = 0;
    }
    return line;
  }

  join(): string {
    return this.#lines.slice(this.#start).join('\n');
  }
}
