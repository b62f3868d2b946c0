import type { GlossaryEntry } from '#src/schemas/glossary.ts';
import { providedContent } from './provided-content.ts';

/** Every term, by its English name. */
export function glossary(): GlossaryEntry[] {
  return providedContent().glossary.toSorted((a, b) => a.en.term.localeCompare(b.en.term, 'en'));
}
