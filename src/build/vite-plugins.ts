/** What our build does differently from Vite's and Astro's, for a first visit within its budget. */
import type { Plugin } from 'vite';

const preloadList = /^const __vite__mapDeps=.*?=>d\[i\]\);?\n?/;
const preloadArgument = /,__vite__mapDeps\(\[[\d,]*\]\)/g;

/**
 * Leaves `import()` to the browser. Vite's helper around it fetches the styles of a chunk, of which
 * there are none here, and tells its imports ahead; with its lists it took 900 bytes (brotli) of the
 * first visit.
 */
export const plainImports: Plugin = {
  name: 'plain-imports',
  enforce: 'pre',
  load: (id) =>
    id.endsWith('vite/preload-helper.js') ? 'export const __vitePreload = (load) => load();' : null,
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      for (const output of Object.values(bundle)) {
        if (output.type !== 'chunk' || !output.code.includes('__vite__mapDeps')) continue;
        output.code = output.code.replace(preloadList, '').replaceAll(preloadArgument, '');
      }
    },
  },
};

const runtimeImport = /\bimport\s*\{([^}]*)\}\s*from\s*["']\.\/rolldown-runtime[^"']*["'];?/;
const runtimeExport = /\bexport\s*\{([^}]*)\};?\s*$/;

/** `a as b,c` as the properties of an object: `b:a,c` for an export, `a:b,c` for an import. */
const asProperties = (names: string, isExport: boolean) =>
  names
    .split(',')
    .map((name) => name.trim().split(/\s+as\s+/))
    .map((pair) => (isExport ? pair.toReversed() : pair).join(':'))
    .join(',');

/**
 * Writes the bundler's 150 bytes of runtime into each chunk that needs them. As a chunk of its own,
 * which it makes of them, the finder's first answer waited for one more round trip.
 */
export const inlineRuntime: Plugin = {
  name: 'inline-runtime',
  applyToEnvironment: ({ name }) => name === 'client',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const runtime = Object.values(bundle).find(
        (output) => output.type === 'chunk' && output.name === 'rolldown-runtime',
      );
      if (runtime?.type !== 'chunk') return;
      const body = runtime.code.replace(
        runtimeExport,
        (_, names: string) => `return{${asProperties(names, true)}}`,
      );
      if (body === runtime.code) throw new Error('The bundler writes its runtime in a new way');
      for (const output of Object.values(bundle)) {
        if (output.type !== 'chunk') continue;
        output.code = output.code.replace(
          runtimeImport,
          (_, names: string) => `const{${asProperties(names, false)}}=(()=>{${body}})();`,
        );
      }
      Reflect.deleteProperty(bundle, runtime.fileName);
    },
  },
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
 * What the finder's first answer needs stays one file, with all that it imports, and so does what
 * the others need beyond. Other features use parts of them, and left to itself the bundler makes
 * files of those: 700 bytes (brotli) more. What the page's own script shares with the first must
 * not draw it in, and so has a file of its own.
 */
export const chunkGroups = [
  {
    name: 'shared',
    test: /preload-helper|src\/(?:components\/(?:dom\/(?:idle|finder-data)|finder\/long-text)|lib\/anchors|lib\/context\/ids)\.ts$/,
    priority: 2,
  },
  { name: 'first-answer', test: /src\/components\/finder\/search-session\.ts$/, priority: 1 },
  { name: 'full-answer', test: /src\/components\/finder\/full-answer\.ts$/, priority: 0 },
];
