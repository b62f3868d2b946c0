const HAN = /^\p{Script=Han}$/u;
const DIGITS = /^\d+$/;

/** Weights relative to a distinctive word. Background words count a third (measured beforehand). */
const BACKGROUND_WORD = 1 / 3;
const NUMBER = 0.4;
export const HAN_CHARACTER = 0.12;

/** How much one token says, relative to a distinctive word. */
export function weightOf(token: string, isBackground: (token: string) => boolean): number {
  if (token.length === 1 && HAN.test(token)) return HAN_CHARACTER;
  if (DIGITS.test(token)) return NUMBER;
  return isBackground(token) ? BACKGROUND_WORD : 1;
}
