import { type Locale, preferredLocale } from '../../lib/locale.ts';
import { chosenLanguage } from './language.ts';

/**
 * The language of ours that a reader of a page of both languages wants: the one in the address, the one that they
 * switched to last, or what the browser asks for. Undefined where that is none of ours.
 */
export function readersLocale(): Locale | undefined {
  const inAddress = location.pathname.split('/');
  return preferredLocale([...inAddress, chosenLanguage() ?? '', ...navigator.languages]);
}
