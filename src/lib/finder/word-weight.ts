/** How much words and pairs say, in hundredths of what a whole word says that is no background word. */
import type { Pack } from './types.ts';

/** Whether a token says little by itself. */
export type IsBackground = (token: string) => boolean;

/** Which tokens a pack takes for such. */
export function backgroundOf({ background }: Pick<Pack, 'background'>): IsBackground {
  const tokens = new Set(background.split(' '));
  return (token) => tokens.has(token);
}

const HAN = /^\p{Script=Han}$/u;
const DIGITS = /^\d+$/;

export const WHOLE_WORD = 100;
/** Measured beforehand. */
const BACKGROUND_WORD = 33;
export const NUMBER = 40;
/** Each is a token. */
export const HAN_CHARACTER = 12;

/** How much one token says. */
export function weightOf(token: string, isBackground: boolean): number {
  if (token.length === 1 && HAN.test(token)) return HAN_CHARACTER;
  if (token < ':' && DIGITS.test(token)) return NUMBER;
  return isBackground ? BACKGROUND_WORD : WHOLE_WORD;
}
