import type { Context } from '#src/lib/context/context.ts';
import { applyContext, readContext } from './context.ts';

/** A change of choices that does not come from the bar; `undefined` takes one back. */
export type ContextChange = { [Name in keyof Context]?: Context[Name] | undefined };

/** Makes a choice for the reader, from a paste or a report: the page, its bar and the memory follow. */
export function changeContext(change: ContextChange): void {
  const { trainer, gpu } = { ...readContext(), ...change };
  const next = { ...(trainer && { trainer }), ...(gpu && { gpu }) };
  applyContext(next);
  document.dispatchEvent(new CustomEvent<Context>('tb:context', { detail: next }));
}
