import { withContext, type Context } from '#src/lib/context/context.ts';
import { contextKey, readContext } from './context.ts';
import { store } from './storage.ts';

/** A change of choices that does not come from the bar; `undefined` takes one back. */
export type ContextChange = { [Name in keyof Context]?: Context[Name] | undefined };

/**
 * Makes a choice for the reader, from a paste or a report. It is remembered; a page with a bar shows it and writes it
 * into its address, as for a choice of the reader's own.
 */
export function changeContext(change: ContextChange): void {
  const { trainer, gpu } = { ...readContext(), ...change };
  const next = { ...(trainer && { trainer }), ...(gpu && { gpu }) };
  store('localStorage', contextKey, withContext('', next) || null);
  document.dispatchEvent(new CustomEvent<Context>('tb:context', { detail: next }));
}
