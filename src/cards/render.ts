import { join } from 'node:path';
import { keptBytes } from '../build/kept-bytes.ts';
import { cardElement, cardSize, type Card } from './card.ts';
import { cardFonts } from './fonts.ts';

/** Drawn cards; what they depend on beside their element: fonts, and the versions of what draws. */
const kept = keptBytes(join('node_modules', '.cache', 'tracebook-cards'), [
  'src/cards/render.ts',
  'src/cards/fonts.ts',
  'package-lock.json',
]);

/** A card as PNG. The same card is drawn once, on this machine, whatever builds ask for it. */
export async function cardPng(card: Card): Promise<Uint8Array<ArrayBuffer>> {
  const key = JSON.stringify(cardElement(card));
  const known = kept.read(key);
  if (known) return new Uint8Array(known);
  const png = await drawCard(card);
  kept.write(key, png);
  return png;
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
