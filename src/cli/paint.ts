import type { Io } from './io.ts';

/** Adds colours, or nothing where the output is no terminal. */
export type Paint = (style: keyof typeof styles, text: string) => string;

/** Parameters of ANSI's SGR sequence. */
const styles = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;

/** `NO_COLOR` and `TERM=dumb` turn colours off, `FORCE_COLOR` on; else a terminal decides. */
export function paintFor({ stdout, env }: Pick<Io, 'stdout' | 'env'>): Paint {
  const forced = env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0';
  const isColourful = env['NO_COLOR']
    ? false
    : forced || (stdout.isTTY === true && env['TERM'] !== 'dumb');
  return isColourful
    ? (style, text) => `\u001B[${styles[style]}m${text}\u001B[0m`
    : (_, text) => text;
}

const CONTROLS = /\p{Cc}/gu;

/** A pasted line for a terminal: without the escape sequences that would command it. */
export function harmless(line: string): string {
  return line.replace(CONTROLS, ' ');
}
