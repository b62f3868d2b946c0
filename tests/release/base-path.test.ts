/** The site below a path, as a project page has it: every address stays below it, and the finder works. */
import { createServer } from 'node:http';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chromiumOptions } from '../../scripts/browser.mjs';
import { type RunningServer, startServer } from '../../scripts/lib/running-server.ts';
import { createSiteServer } from '../../scripts/lib/site-server.ts';
import { build, copyRepository } from './support/copies.ts';

const base = '/tracebook/';
const repository = 'https://forge.example/ada/tracebook';
let dist: string;
let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  dist = build(copyRepository('based'), {
    SITE_BASE: base,
    SITE_ORIGIN: 'https://pages.example',
    SITE_REPOSITORY: repository,
  });
  const site = createSiteServer(dist);
  const below = createServer((request, response) => {
    if (!request.url?.startsWith(base)) {
      response.writeHead(404).end();
      return;
    }
    request.url = request.url.slice(base.length - 1);
    site.emit('request', request, response);
  });
  server = await startServer(below);
  browser = await chromium.launch(chromiumOptions());
}, 240_000);

afterAll(async () => {
  await browser.close();
  await server.stop();
});

it('keeps every address of every page below the base', () => {
  const strays = globSync('**/*.html', { cwd: dist }).flatMap((file) =>
    [...readFileSync(join(dist, file), 'utf8').matchAll(/\b(?:href|src)="(\/[^"]*)"/g)]
      .map(([, address = '']) => address)
      .filter((address) => !address.startsWith(base))
      .map((address) => `${file}: ${address}`),
  );
  expect(strays).toEqual([]);
});

it('names its public address in canonical and permanent links', () => {
  const page = readFileSync(join(dist, 'zh/guides/cuda-oom/index.html'), 'utf8');
  const [, address] = /rel="canonical" href="([^"]*)"/.exec(page) ?? [];
  expect(address).toBe('https://pages.example/tracebook/zh/guides/cuda-oom/');
});

it('finds a guide from a paste, and full text', async () => {
  const page = await browser.newPage();
  const failures: string[] = [];
  page.on('response', (response) => {
    if (response.status() >= 400) failures.push(`${response.status()} ${response.url()}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error') failures.push(message.text());
  });
  await page.goto(`${server.origin}${base}en/`);
  const box = page.locator('tb-finder-box').first();
  await box
    .getByRole('textbox')
    .fill('RuntimeError: FlashAttention only support fp16 and bf16 data type');
  await box.getByRole('button', { name: 'Find' }).click();
  const hit = box.locator('a[href*="flash-attn-dtype"]').first();
  await hit.waitFor();
  await hit.click();
  await page.waitForURL(`${server.origin}${base}en/guides/flash-attn-dtype/**`);
  await page.goto(`${server.origin}${base}en/find/?q=gradient+checkpointing`);
  await page.locator('a[href*="/guides/"]').first().waitFor();
  expect(failures).toEqual([]);
}, 60_000);

it('offers to report an unknown error, and shows first what would be published', async () => {
  const page = await browser.newPage();
  await page.goto(`${server.origin}${base}en/find/`);
  const box = page.locator('tb-finder-box').first();
  await box
    .getByRole('textbox')
    .fill(
      'LoomError: warp lost in /home/ada/loom.py, mail ada@loom.example, token hf_abcdefghijklmnop',
    );
  await box.getByRole('button', { name: 'Find' }).click();
  const report = box.locator('[data-report]');
  await report.getByText('Report this error').click();
  const excerpt = report.getByRole('region', { name: 'Excerpt of the issue' });
  const shown = 'LoomError: warp lost in /home/user/loom.py, mail …@…, token hf_…';
  await excerpt.getByText(shown).waitFor();
  const href = await report
    .getByRole('link', { name: 'Open the prefilled issue' })
    .getAttribute('href');
  const address = new URL(href ?? '');
  expect(address.origin + address.pathname).toBe(`${repository}/issues/new`);
  expect(address.searchParams.get('body')).toContain(shown);
  expect(href).not.toMatch(/ada%40|abcdefghij|home%2Fada/);
}, 60_000);
