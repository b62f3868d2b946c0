/** What our build does differently from Vite's and Astro's, for a first visit within its budget. */
import type { Plugin } from 'vite';

/**
 * Leaves `import()` to the browser. Vite's helper around it fetches the styles of a chunk, of which
 * there are none here, and tells its imports ahead; it took 600 bytes (brotli) of the first visit.
 */
export const plainImports: Plugin = {
  name: 'plain-imports',
  enforce: 'pre',
  load: (id) =>
    id.endsWith('vite/preload-helper.js') ? 'export const __vitePreload = (load) => load();' : null,
};

const scopeName = /\bastro-([a-z0-9]{8})\b/g;
const fullNames = new Map<string, string>();

/** `astro-hkbrpulz` → `ahkbr`; throws where two components would share a name. */
function shortName(full: string, hash: string): string {
  const short = `a${hash.slice(0, 4)}`;
  const owner = fullNames.get(short) ?? full;
  if (owner !== full) throw new Error(`${full} and ${owner} are both ${short}: keep more letters`);
  fullNames.set(short, full);
  return short;
}

/**
 * Shortens the class by which Astro ties a component's style to its elements. It stands on nearly
 * every element: 560 bytes (brotli) of the first visit.
 */
export const shortScopes: Plugin = {
  // Without "enforce": after Vite has read a style, before it takes it out of the module.
  name: 'short-scopes',
  apply: 'build',
  transform: (code, id) =>
    id.includes('.astro') && code.includes('astro-')
      ? { code: code.replace(scopeName, shortName), map: null }
      : null,
};

/**
 * What the finder's first answer needs stays one file: the environment check shares parts of it,
 * and the same code in three files took 500 bytes (brotli) more.
 */
export const firstAnswer = {
  name: 'first-answer',
  test: /src\/(?:lib\/finder\/(?:clean|notation|word-weight|tokens|literal|lines|open|claims|literal-tuning|literal-hits|salience|reading|exact)|lib\/fulltext\/segment|lib\/anchors|components\/finder\/(?:status|status-line|results-view|search-session|answer|once|candidate-source|engine|view))\.ts$/,
};
