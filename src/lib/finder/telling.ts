import { isBackground } from './background.ts';

/** The tokens that say something by themselves, each once. */
export function telling(tokens: readonly string[]): string[] {
  return [...new Set(tokens.filter((token) => token.length > 2 && !isBackground(token)))];
}
