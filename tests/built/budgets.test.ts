import { brotliCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { locales } from '../../src/lib/locale.ts';
import { site } from '../../src/site.ts';
import { type Page, all, fileOf, links, pageAt, readDist } from './support/dist.ts';

/**
 * The first visit of a guide, as a host with brotli sends it, without the favicon. Starlight's
 * default page takes 56 KB and 13 requests.
 */
const budget = { bytes: 30 * 1024, scriptBytes: 10 * 1024, requests: 6 };
const flagship = 'flash-attn-dtype';

const size = (text: string) => brotliCompressSync(text).length;
const sum = (sizes: readonly number[]) => sizes.reduce((total, one) => total + one, 0);

/** A script and what it imports before it runs. */
function scriptFiles(address: string): string[] {
  const file = fileOf(address)!;
  const imported = readDist(file).matchAll(/(?:\bfrom|\bimport)\s*["']([^"']+\.js)["']/g);
  const base = new URL(address, site.origin);
  return [file, ...[...imported].flatMap(([, path]) => scriptFiles(new URL(path!, base).pathname))];
}

function styleFiles(page: Page): string[] {
  const sheets = links(page, 'stylesheet').map((address) => fileOf(address)!);
  const fetched = sheets.flatMap((file) => [...readDist(file).matchAll(/@import|url\(/g)]);
  if (fetched.length > 0) throw new Error('a stylesheet fetches more: count it here');
  return sheets;
}

describe.each(locales)('first visit of the guide in %s', (locale) => {
  const page = pageAt(`${site.base}${locale}/guides/${flagship}/`)!;
  const scripts = [
    ...new Set(
      all(page, 'script').flatMap(({ attributes: { src } }) => (src ? scriptFiles(src) : [])),
    ),
  ];
  const html = size(page.html);
  const styleSizes = styleFiles(page).map((file) => size(readDist(file)));
  const scriptSizes = scripts.map((file) => size(readDist(file)));
  const requests = 1 + styleSizes.length + scriptSizes.length;
  const bytes = html + sum(styleSizes) + sum(scriptSizes);

  it('fits the budgets', () => {
    console.log(
      `${page.path}: ${bytes} B in ${requests} requests (html ${html}, css ${sum(styleSizes)}, ` +
        `js ${sum(scriptSizes)}; brotli)`,
    );
    expect.soft(requests, 'requests').toBeLessThanOrEqual(budget.requests);
    const way = 'CONTRIBUTING.md, "The first visit", says what comes later';
    expect.soft(bytes, `bytes: ${way}`).toBeLessThanOrEqual(budget.bytes);
    expect.soft(sum(scriptSizes), 'bytes of JavaScript').toBeLessThanOrEqual(budget.scriptBytes);
  });
});
