import { parseContext, withContext, type Context } from '#src/lib/context/context.ts';
import { readStored, store } from './storage.ts';

/** The same key is read before the first paint by `chrome/head-snippets.ts`. */
export const contextKey = 'tb-context';

/** The reader's choices: the address first, then what this browser remembers. */
export function readContext(): Context {
  const stored = parseContext(readStored('localStorage', contextKey) ?? '');
  return { ...stored, ...parseContext(location.search) };
}

/** Applies choices to the page, the address and this browser's memory. The styles fold what does not fit. */
export function applyContext(context: Context): void {
  const { dataset } = document.documentElement;
  if (context.trainer) dataset['with'] = context.trainer;
  else delete dataset['with'];
  if (context.gpu) dataset['gpu'] = context.gpu;
  else delete dataset['gpu'];
  store('localStorage', contextKey, withContext('', context) || null);
  const search = withContext(location.search, context);
  if (search !== location.search) {
    history.replaceState(history.state, '', location.pathname + search + location.hash);
  }
}
