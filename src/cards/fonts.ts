import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** A face as satori takes it. */
interface Font {
  name: string;
  weight: 600 | 700;
  data: Buffer;
}

const require = createRequire(import.meta.url);

/**
 * The faces of social cards, all under the Open Font License and from npm, so that a card looks the
 * same wherever it is built.
 */
const faces = [
  ['Mono', 600, '@fontsource/jetbrains-mono/files/jetbrains-mono-latin-600-normal.woff'],
  ['Sans', 700, '@fontsource/noto-sans-sc/files/noto-sans-sc-latin-700-normal.woff'],
  ['Han', 700, '@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-700-normal.woff'],
] as const;

let fonts: Font[] | undefined;

/** Read once: satori parses a face once for each array that it is given. */
export function cardFonts(): Font[] {
  return (fonts ??= faces.map(([name, weight, file]) => ({
    ...{ name, weight, data: readFileSync(require.resolve(file)) },
  })));
}
