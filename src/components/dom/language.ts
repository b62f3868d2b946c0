import { readStored, store } from './storage.ts';

const key = 'tb-language';

/** The language that the reader switched to last, if they ever did. */
export function chosenLanguage(): string | null {
  return readStored('localStorage', key);
}

/** Keeps the reader's choice for permanent links, which have no language of their own. */
export function keepLanguage(tag: string): void {
  store('localStorage', key, tag);
}
