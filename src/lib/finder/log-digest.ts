/**
 * What a log of any length says, in bounded memory: its beginning, its end, and between them the lines that may
 * matter to the finder with their neighbours. A log that fits is kept as it is.
 */
import { LineBuffer } from './line-buffer.ts';
import { hasSign, literalTokens } from './notation.ts';
import type { CompiledIndex } from './open.ts';
import { isTelling, shapeOf } from './salience.ts';

/** Most characters of each part. */
export interface DigestLimits {
  /** Banners, versions and settings stand here. */
  readonly head: number;
  /** Telling lines: the first ones, and as many of the latest. */
  readonly middle: number;
  /** The last traceback stands here. */
  readonly tail: number;
}

/** Together half a million characters, which the finder reads in less than a second and 30 MB. */
const LIMITS: DigestLimits = { head: 96_000, middle: 96_000, tail: 256_000 };

/** A multiple of what the finder cuts lines at, so that its pieces stay the same. */
const LONGEST_LINE = 64_000;
const LINE_END = /\r\n|\r|\n/;
/** Lines kept around a telling one: a message may go on for several. */
const BEFORE = 3;
const AFTER = 8;
/** Lines that differ in their numbers only are kept this often. */
const REPEATS = 3;
const SHAPE = 160;
const MOST_SHAPES = 20_000;
/** More line ends than any message may run over. */
const GAP = '\n'.repeat(64);

const WORD = /[A-Za-z_]\w{4,63}/g;
const SHORTEST_WORD = 5;

/** Takes a log piece by piece; `text()` is what the finder is then given. */
export class LogDigest {
  readonly #limits: DigestLimits;
  readonly #words: ReadonlySet<string>;
  readonly #head: LineBuffer;
  readonly #first: LineBuffer;
  readonly #latest: LineBuffer;
  readonly #tail: LineBuffer;
  readonly #shapes = new Map<string, number>();
  readonly #before: string[] = [];
  #after = 0;
  /** Whether the line before this one was kept. */
  #goesOn = true;
  /** Whether lines between the first and the latest telling ones were dropped. */
  #isCut = false;
  #rest = '';

  constructor(index: CompiledIndex, limits: DigestLimits = LIMITS) {
    this.#limits = limits;
    this.#words = rareWords(index);
    this.#head = new LineBuffer(limits.head);
    this.#first = new LineBuffer(limits.middle);
    this.#latest = new LineBuffer(limits.middle);
    this.#tail = new LineBuffer(limits.tail);
  }

  /** The next piece of the log; a piece may end anywhere. */
  push(text: string): void {
    const lines = (this.#rest + text).split(LINE_END);
    let rest = lines.pop() ?? '';
    // A carriage return at the end may be half of a line end.
    if (text.endsWith('\r')) rest = `${lines.pop() ?? ''}\r`;
    for (const line of lines) this.#line(line);
    while (rest.length > LONGEST_LINE) {
      this.#line(rest.slice(0, LONGEST_LINE));
      rest = rest.slice(LONGEST_LINE);
    }
    this.#rest = rest;
  }

  /** The log so far, or what was kept of it. */
  text(): string {
    const parts: readonly (readonly [text: string, gap: boolean])[] = [
      [this.#head.join(), false],
      [this.#first.join(), false],
      [this.#latest.join(), this.#isCut],
      [this.#tail.join(), !this.#goesOn],
      [this.#rest, false],
    ];
    return parts
      .filter(([text]) => text !== '')
      .map(([text, gap], at) => (at === 0 ? '' : gap ? GAP : '\n') + text)
      .join('');
  }

  #line(line: string): void {
    if (this.#tail.isEmpty && this.#head.fits(line)) {
      this.#head.add(line);
      return;
    }
    this.#tail.add(line);
    while (this.#tail.size > this.#limits.tail) this.#judge(this.#tail.takeFirst());
  }

  /** Whether a line from between beginning and end is kept. */
  #judge(line: string): void {
    if (this.#isTelling(line) && this.#isNew(line)) {
      const before = this.#before.splice(0);
      if (!this.#goesOn) this.#keep(GAP);
      for (const one of before) this.#keep(one);
      this.#keep(line);
      this.#after = AFTER;
      this.#goesOn = true;
    } else if (this.#after > 0) {
      this.#after -= 1;
      this.#keep(line);
    } else {
      this.#goesOn = false;
      this.#before.push(line);
      if (this.#before.length > BEFORE) this.#before.shift();
    }
  }

  #isTelling(line: string): boolean {
    if (isTelling(line)) return true;
    return (line.match(WORD) ?? []).some((word) => this.#words.has(word.toLowerCase()));
  }

  #isNew(line: string): boolean {
    const shape = shapeOf(line.slice(0, SHAPE));
    const seen = this.#shapes.get(shape) ?? 0;
    if (seen >= REPEATS) return false;
    if (seen > 0) this.#shapes.set(shape, seen + 1);
    else if (this.#shapes.size < MOST_SHAPES) this.#shapes.set(copyOf(shape), 1);
    return true;
  }

  #keep(line: string): void {
    const own = copyOf(line.slice(0, LONGEST_LINE));
    if (this.#latest.isEmpty && this.#first.fits(own)) {
      this.#first.add(own);
      return;
    }
    this.#latest.add(own);
    while (this.#latest.size > this.#limits.middle) {
      this.#latest.takeFirst();
      this.#isCut = true;
    }
  }
}

/** Of each wording its longest word of its own: what must stand in a line before it can begin to match. */
function rareWords({ wordings, isBackground }: CompiledIndex): ReadonlySet<string> {
  const words = wordings.flatMap(({ text }) => {
    const own = literalTokens(text).tokens.filter(
      (token) => token.length >= SHORTEST_WORD && !hasSign(token) && !isBackground(token),
    );
    return own.toSorted((a, b) => b.length - a.length)[0] ?? [];
  });
  return new Set(words);
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A slice of a string holds the whole of it in memory; this one does not. */
function copyOf(line: string): string {
  return decoder.decode(encoder.encode(line));
}
