import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cardElement, cardSize, type Card } from './card.ts';
import { cardFonts } from './fonts.ts';

/** Where rendered cards stay between builds, by the hash of all that makes them. */
const cacheFolder = join('node_modules', '.cache', 'tracebook-cards');

/** A card as PNG. The same card is drawn once, on this machine, whatever builds ask for it. */
export async function cardPng(card: Card): Promise<Uint8Array<ArrayBuffer>> {
  const path = join(cacheFolder, `${keyOf(card)}.png`);
  if (existsSync(path)) return new Uint8Array(readFileSync(path));
  const png = await drawCard(card);
  mkdirSync(cacheFolder, { recursive: true });
  // A build that is stopped half-way must not leave half a picture under its final name.
  writeFileSync(`${path}.new`, png);
  renameSync(`${path}.new`, path);
  return png;
}

function keyOf(card: Card): string {
  const hash = createHash('sha256').update(JSON.stringify(cardElement(card)));
  for (const { data } of cardFonts()) hash.update(data);
  return hash.digest('hex').slice(0, 32);
}

/**
 * Draws a card; the same one comes out alike, byte for byte. The libraries are loaded here because
 * most builds find every card in the cache. Throws where no face has a character.
 */
export async function drawCard(card: Card): Promise<Uint8Array<ArrayBuffer>> {
  const [{ default: satori }, { default: sharp }] = await Promise.all([
    import('satori'),
    import('sharp'),
  ]);
  const svg = await satori(cardElement(card), {
    ...cardSize,
    fonts: cardFonts(),
    loadAdditionalAsset: (_code, segment) => {
      throw new Error(`no font of src/cards/fonts.ts can draw "${segment}" in "${card.title}"`);
    },
  });
  // Flat colours and the grey edges of letters: 32 colours show no difference and take a third.
  const png = await sharp(Buffer.from(svg)).png({ palette: true, colours: 32 }).toBuffer();
  return new Uint8Array(png);
}
