import { cardFonts } from './fonts.ts';
import { woffCharacters } from './woff-characters.ts';

let drawable: Set<number> | undefined;

/** The characters of a text that no face of social cards has, each once. */
export function undrawable(text: string): string[] {
  const known = (drawable ??= new Set(
    cardFonts().flatMap(({ data }) => [...woffCharacters(data)]),
  ));
  const characters = [...new Set(text.replace(/\s/g, ''))];
  return characters.filter((character) => !known.has(character.codePointAt(0) ?? 0));
}
