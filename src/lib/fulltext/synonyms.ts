import { SYNONYMS } from './synonyms-table.ts';

/** All wordings of the symptoms that a text names, its own among them. */
export function wordings(text: string): string[] {
  const lower = text.toLowerCase();
  return SYNONYMS.filter((group) =>
    group.some((wording) => names(lower, wording.toLowerCase())),
  ).flat();
}

/** Han has no word ends; a Latin word must stand alone, or `oom` would be in `room`. */
function names(text: string, wording: string): boolean {
  if (/\p{Script=Han}/u.test(wording)) return text.includes(wording);
  for (let at = text.indexOf(wording); at >= 0; at = text.indexOf(wording, at + 1)) {
    if (!isLetter(text[at - 1]) && !isLetter(text[at + wording.length])) return true;
  }
  return false;
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && /[a-z0-9_]/.test(character);
}
