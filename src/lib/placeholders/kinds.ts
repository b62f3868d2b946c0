/** What a reader may put in the place of a value that stands in a snippet. */
export const placeholderKinds = ['model', 'adapter', 'folder', 'file', 'process'] as const;

export type PlaceholderKind = (typeof placeholderKinds)[number];

/** One editable value of a guide, as it stands in its code. Every occurrence is one field. */
export interface Placeholder {
  kind: PlaceholderKind;
  value: string;
}

/** Why a value cannot stand in code. The ids are keys of the interface's words. */
export type PlaceholderFault = 'empty' | 'lines' | 'long' | 'characters' | 'digits';

/** Longest path that still reads as one; Linux allows 4096, a snippet does not. */
const MOST_CHARACTERS = 200;

/**
 * What is wrong with a value, or null. Values stand inside Python strings and, without quotes, in shell commands: only
 * what is plain in both may pass. Windows paths work with `/`.
 */
export function placeholderFault(kind: PlaceholderKind, value: string): PlaceholderFault | null {
  if (value === '') return 'empty';
  if (/[\n\r]/.test(value)) return 'lines';
  if (value.length > MOST_CHARACTERS) return 'long';
  if (kind === 'process') return /^\d+$/.test(value) ? null : 'digits';
  return /^[\p{L}\p{N}_./][\p{L}\p{M}\p{N}_./:@+=-]*$/u.test(value) ? null : 'characters';
}
