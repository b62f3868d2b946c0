import { readStored, store } from '../dom/storage.ts';

/** In this tab only: a change of language, or going on to a guide, keeps the paste. */
const key = 'tb-paste';

/** Keeps a text, or forgets the last one for an empty text. */
export function keepPaste(text: string): void {
  // A text too large to keep must not leave an older one in its place.
  if (text.trim() === '' || !store('sessionStorage', key, text)) {
    store('sessionStorage', key, null);
  }
}

/** The text that was kept, or an empty one. */
export function keptPaste(): string {
  return readStored('sessionStorage', key) ?? '';
}
