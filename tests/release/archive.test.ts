/** The offline archive: every page reads from a folder, with its style, its links and all variants. */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from '@playwright/test';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chromiumOptions } from '../../scripts/browser.mjs';
import { root } from '../../scripts/lib/tool.ts';

const folder = join(mkdtempSync(join(tmpdir(), 'tracebook-')), 'offline');
let browser: Browser;
let pages: string[];

beforeAll(async () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/archive.ts', '--out', folder], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(status, stderr).toBe(0);
  pages = globSync('**/*.html', { cwd: folder }).map((file) => file.replaceAll('\\', '/'));
  browser = await chromium.launch(chromiumOptions());
});
afterAll(() => browser.close());

it('leads every relative link to a file, and every anchor to a place in it', () => {
  const texts = new Map(pages.map((page) => [page, readFileSync(join(folder, page), 'utf8')]));
  const dead = [...texts].flatMap(([page, html]) =>
    [...html.matchAll(/\b(?:href|src)="([^"]*)"/g)].flatMap(([, address = '']) => {
      if (/^(?:https?|mailto):/.test(address)) return [];
      const [path = '', anchor] = address.split('#');
      const file = path === '' ? page : posix.join(posix.dirname(page), decodeURI(path));
      const isThere = existsSync(join(folder, file));
      // Lines of code get their ids from script: such a link leads to the guide.
      const hasPlace =
        !anchor || /-L\d+$/.test(anchor) || texts.get(file)?.includes(`id="${anchor}"`) === true;
      return isThere && hasPlace ? [] : [`${page}: ${address}`];
    }),
  );
  expect(dead).toEqual([]);
});

it('reads from file:// as the site does', async () => {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('requestfailed', (request) => complaints.push(request.url()));
  await page.goto(pathToFileURL(join(folder, 'index.html')).href);
  await page.locator('a[href$="zh/index.html"]').first().click();
  await page.getByText('FlashAttention only support fp16 and bf16 data type').first().click();
  await page.locator('h1').waitFor();
  expect(page.url()).toContain('/zh/guides/flash-attn-dtype/index.html');
  const font = await page.locator('h1').evaluate((node) => getComputedStyle(node).fontFamily);
  expect(font).toContain('mono');
  for (const part of await page.locator('article section, figure.code').all()) {
    expect(await part.isVisible()).toBe(true);
  }
  expect(complaints).toEqual([]);
});

it('is a zip file beside the folder', () => {
  expect(readFileSync(`${folder}.zip`).subarray(0, 2).toString()).toBe('PK');
});
