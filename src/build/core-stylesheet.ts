import { createHash } from 'node:crypto';
import { globSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { layerOrder } from '../lib/layer-order.ts';
import { eachAtOnce } from '../lib/each-at-once.ts';

/** A page of this route names the sheets of the core, in their order. */
const corePage = /^en\/guides\/[^/]+\/index\.html$/;
const sheetLink = /<link rel="stylesheet" href="([^"]*\/_astro\/[^"]+\.css)">/g;

/** Pages that are read and written at once. */
const AT_ONCE = 16;

/**
 * Joins the stylesheets of a guide into one, which every page takes, so that a guide is one request
 * and pays for nothing that only other pages show (700 bytes of brotli). What else a page needs
 * stays beside it, in sheets of its own. All rules stand in layers, whose order it declares
 * first, so joining changes none.
 */
export function coreStylesheet(): AstroIntegration {
  return {
    name: 'core-stylesheet',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const dist = fileURLToPath(dir);
        const pages = globSync('**/*.html', { cwd: dist }).map((file) =>
          file.replaceAll('\\', '/'),
        );
        const model = pages.filter((page) => corePage.test(page)).sort()[0] ?? 'en/index.html';
        const core = sheetsOf(await readFile(join(dist, model), 'utf8'));
        const address = await joinSheets(dist, core);
        const sheets = new Set(core);
        await eachAtOnce(pages, AT_ONCE, (page) => relink(join(dist, page), sheets, address));
        await Promise.all(core.map((sheet) => rm(fileOf(dist, sheet))));
      },
    },
  };
}

/** Addresses of a page's sheets, in order. */
function sheetsOf(html: string): string[] {
  return [...html.matchAll(sheetLink)].map(([, address = '']) => address);
}

/** The file behind an address, whatever base the site has. */
function fileOf(dist: string, address: string): string {
  return join(dist, address.slice(address.lastIndexOf('/_astro/')));
}

/** Writes the joined sheet under a hash of its content; resolves to its address. */
async function joinSheets(dist: string, sheets: readonly string[]): Promise<string> {
  const texts = await Promise.all(sheets.map((sheet) => readFile(fileOf(dist, sheet), 'utf8')));
  const css = layerOrder + texts.join('');
  const hash = createHash('sha256').update(css).digest('hex').slice(0, 8);
  const [first = ''] = sheets;
  const address = `${first.slice(0, first.lastIndexOf('/') + 1)}style.${hash}.css`;
  await writeFile(fileOf(dist, address), css);
  return address;
}

/** Puts the joined sheet in the place of a page's first sheet and takes out those that it holds. */
async function relink(file: string, core: ReadonlySet<string>, address: string): Promise<void> {
  const html = await readFile(file, 'utf8');
  let isFirst = true;
  const linked = html.replace(sheetLink, (link, sheet: string) => {
    const before = isFirst ? `<link rel="stylesheet" href="${address}">` : '';
    isFirst = false;
    return before + (core.has(sheet) ? '' : link);
  });
  if (linked !== html) await writeFile(file, linked);
}
