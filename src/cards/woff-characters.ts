import { inflateSync } from 'node:zlib';

/**
 * The characters that a font can draw. Its table of characters is read and nothing else, which takes milliseconds.
 * The font is a WOFF (1.0, section 5) whose table (OpenType, "cmap") has format 4, as those of Fontsource.
 */
export function woffCharacters(woff: Buffer): Set<number> {
  const table = tableOf(woff, 'cmap');
  const count = table.readUInt16BE(2);
  const parts = numbers(count).map((index) => table.subarray(table.readUInt32BE(8 + 8 * index)));
  const runs = parts.find((part) => part.readUInt16BE(0) === 4);
  if (!runs) throw new Error('The font has no table of characters in format 4.');
  return charactersOf(runs);
}

function tableOf(woff: Buffer, name: string): Buffer {
  const at = numbers(woff.readUInt16BE(12))
    .map((index) => 44 + 20 * index)
    .find((entry) => woff.toString('latin1', entry, entry + 4) === name);
  if (at === undefined) throw new Error(`The font has no table "${name}".`);
  const start = woff.readUInt32BE(at + 4);
  const stored = woff.readUInt32BE(at + 8);
  const bytes = woff.subarray(start, start + stored);
  return stored < woff.readUInt32BE(at + 12) ? inflateSync(bytes) : bytes;
}

/** Runs of characters in four arrays: last ones, first ones, distances to the glyphs, places of lists of glyphs. */
function charactersOf(table: Buffer): Set<number> {
  const size = table.readUInt16BE(6);
  const characters = new Set<number>();
  for (let run = 0; run < size; run += 2) {
    const last = table.readUInt16BE(14 + run);
    const first = table.readUInt16BE(16 + size + run);
    const distance = table.readUInt16BE(16 + 2 * size + run);
    const placeAt = 16 + 3 * size + run;
    const place = table.readUInt16BE(placeAt);
    for (let character = first; character <= last && character < 0xffff; character += 1) {
      const listed = placeAt + place + 2 * (character - first);
      const glyph = place === 0 ? (character + distance) % 0x10000 : table.readUInt16BE(listed);
      if (glyph !== 0) characters.add(character);
    }
  }
  return characters;
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
