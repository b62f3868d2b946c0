/**
 * `npm run bench dev -- [--guides N] [--edits N]`: how long an author waits. Starts `npm run dev`'s server in a
 * copy of this repository with synthetic guides, once without caches and once with them, opens a guide
 * in Chromium and edits it. Prints, judges nothing.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { readCommand } from '../../src/authoring/command.ts';
import { chromiumOptions } from '../../scripts/browser.mjs';
import { startServer } from '../../scripts/lib/running-server.ts';
import { root } from '../../scripts/lib/tool.ts';
import { copyRepository } from '../release/support/copies.ts';
import { writeSyntheticContent } from './synthetic/content.ts';

const { values: options } = readCommand({
  usage: 'npm run bench dev -- [--guides N] [--edits N]',
  does: "Measures an author's wait for the first page and for an edit.",
  options: {
    guides: { type: 'string', default: '1000' },
    edits: { type: 'string', default: '5' },
  },
});

const copy = copyRepository('bench');
const content = join(copy, 'content');
rmSync(content, { recursive: true });
const [slug = ''] = writeSyntheticContent(join(root, 'content'), content, Number(options.guides));
const article = join(content, 'guides', slug, 'en.mdx');

const browser = await chromium.launch(chromiumOptions());
try {
  for (const run of ['no caches', 'with caches']) await measure(run);
} finally {
  await browser.close();
  rmSync(dirname(copy), { recursive: true });
}

async function measure(run: string): Promise<void> {
  const { origin, stop } = await startServer(createServer());
  await stop();
  const port = new URL(origin).port;
  const started = performance.now();
  const server = spawn(
    process.execPath,
    ['node_modules/astro/bin/astro.mjs', 'dev', '--port', port],
    {
      cwd: copy,
      env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' },
      stdio: 'ignore',
    },
  );
  try {
    const page = await browser.newPage();
    await opened(page, `${origin}/en/guides/${slug}/`);
    const first = performance.now() - started;
    const edits: number[] = [];
    while (edits.length < Number(options.edits)) edits.push(await edit(page, edits.length));
    console.log(
      `${options.guides} guides, ${run}: first page ${(first / 1000).toFixed(1)} s; ` +
        `edits ${edits.map((wait) => wait.toFixed(0)).join(', ')} ms`,
    );
    await page.close();
  } finally {
    await ended(server);
  }
}

/** Asks until the server is there. */
async function opened(page: Page, address: string): Promise<void> {
  for (;;) {
    try {
      await page.goto(address, { waitUntil: 'domcontentloaded' });
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Milliseconds from saving a sentence to reading it in the browser. */
async function edit(page: Page, number: number): Promise<number> {
  // The server's client listens for changes once it has loaded.
  await page.waitForLoadState('networkidle');
  const sentence = `Edit number ${number} of this run.`;
  const text = readFileSync(article, 'utf8');
  const saved = performance.now();
  writeFileSync(article, text.replace('</Principles>', `${sentence}\n\n</Principles>`));
  await page.getByText(sentence).first().waitFor({ state: 'attached' });
  const wait = performance.now() - saved;
  writeFileSync(article, text);
  await page.getByText(sentence).first().waitFor({ state: 'detached' });
  return wait;
}

async function ended(server: ChildProcess): Promise<void> {
  const exit = new Promise((resolve) => server.once('exit', resolve));
  server.kill();
  await exit;
}
