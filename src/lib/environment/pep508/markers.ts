import { ownValue } from '../../own-value.ts';
import { compareVersions } from '../versions.ts';

/** Variables of a marker that are known; those that are not are left out. */
export type MarkerValues = Readonly<Partial<Record<string, string>>>;

/** `unknown` where the answer depends on a variable that is not known. */
export type Truth = boolean | 'unknown';

const TOKEN = /\s*(\(|\)|[<>=!~]=?=?|"[^"]{0,100}"|'[^']{0,100}'|[A-Za-z_.]{1,40})/y;
const MOST_TOKENS = 200;

/**
 * Evaluates a PEP 508 marker with three truth values. A marker that cannot be read is unknown, so
 * that nothing is concluded from it.
 */
export function evaluateMarker(marker: string, values: MarkerValues): Truth {
  const tokens = tokenize(marker);
  if (!tokens) return 'unknown';
  try {
    const reader = new Reader(tokens, values);
    const truth = reader.either();
    return reader.isAtEnd ? truth : 'unknown';
  } catch {
    return 'unknown';
  }
}

function tokenize(marker: string): string[] | null {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const text = marker.trim();
  while (TOKEN.lastIndex < text.length) {
    const token = TOKEN.exec(text)?.[1];
    if (token === undefined || tokens.length >= MOST_TOKENS) return null;
    tokens.push(token);
  }
  return tokens;
}

/** Recursive descent over `or`, `and`, brackets and comparisons. */
class Reader {
  readonly #tokens: readonly string[];
  readonly #values: MarkerValues;
  #at = 0;

  constructor(tokens: readonly string[], values: MarkerValues) {
    this.#tokens = tokens;
    this.#values = values;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  either(): Truth {
    let truth = this.#both();
    while (this.#take('or')) {
      const right = this.#both();
      truth = truth === true || right === true ? true : joined(truth, right, false);
    }
    return truth;
  }

  #both(): Truth {
    let truth = this.#term();
    while (this.#take('and')) {
      const right = this.#term();
      truth = truth === false || right === false ? false : joined(truth, right, true);
    }
    return truth;
  }

  #term(): Truth {
    if (this.#take('(')) {
      const truth = this.either();
      if (!this.#take(')')) throw new Error('a bracket stays open');
      return truth;
    }
    const left = this.#next();
    const operator = this.#take('not') ? `not ${this.#next()}` : this.#next();
    return compare(this.#operand(left), operator, this.#operand(this.#next()), left);
  }

  /** The text of a quoted string or of a known variable. */
  #operand(token: string): string | undefined {
    return /^["']/.test(token) ? token.slice(1, -1) : ownValue(this.#values, token);
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at += 1;
    return true;
  }

  #next(): string {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw new Error('the marker ends too early');
    this.#at += 1;
    return token;
  }
}

function joined(left: Truth, right: Truth, settled: boolean): Truth {
  return left === 'unknown' || right === 'unknown' ? 'unknown' : settled;
}

function compare(
  left: string | undefined,
  operator: string,
  right: string | undefined,
  variable: string,
): Truth {
  if (left === undefined || right === undefined) return 'unknown';
  if (operator === 'in') return right.includes(left);
  if (operator === 'not in') return !right.includes(left);
  if (variable.startsWith('python_') || variable.startsWith('implementation_version')) {
    return compareVersions(left, operator, right) ?? 'unknown';
  }
  if (operator === '==') return left === right;
  if (operator === '!=') return left !== right;
  return 'unknown';
}
