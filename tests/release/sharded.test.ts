/** The site as it is built for more guides than fit one file: the finder answers from shards. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chromiumOptions } from '../../scripts/browser.mjs';
import { type RunningServer, startServer } from '../../scripts/lib/running-server.ts';
import { createSiteServer } from '../../scripts/lib/site-server.ts';
import { shardTuning } from '../../src/lib/finder/shards/tuning.ts';
import { costOf } from '../eval/stored-shards.ts';
import { build, copyRepository } from './support/copies.ts';

const message = 'RuntimeError: FlashAttention only support fp16 and bf16 data type';
let dist: string;
let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  const copy = copyRepository('sharded');
  const tuning = join(copy, 'src/lib/finder/shards/tuning.ts');
  const text = readFileSync(tuning, 'utf8');
  writeFileSync(tuning, text.replace(/wholeUpTo: [\d_]+/, 'wholeUpTo: 0'));
  dist = build(copy, {});
  server = await startServer(createSiteServer(dist));
  browser = await chromium.launch(chromiumOptions());
}, 240_000);

afterAll(async () => {
  await browser.close();
  await server.stop();
});

/** The box of a page that was just opened, and the data that it has asked for. */
async function open(path: string) {
  const page = await browser.newPage();
  const asked: string[] = [];
  page.on('request', (request) => {
    const name = /\/data\/(.*)\.\w+\.json$/.exec(request.url())?.[1];
    if (name !== undefined) asked.push(name);
  });
  await page.goto(server.origin + path);
  return { page, asked, box: page.locator('tb-finder-box:visible').first() };
}

async function ask({ box }: { box: ReturnType<Page['locator']> }, text: string): Promise<void> {
  await box.getByRole('textbox').fill(text);
  await box.getByRole('button', { name: 'Find' }).click();
}

it('holds an index and shards in place of the two files', () => {
  const names = readdirSync(join(dist, 'data')).map((file) => file.split('.')[0]!);
  expect(names).toContain('signatures');
  expect(names).toContain('words-0');
  expect(names).toContain('guides-0');
  expect(names).not.toContain('details');
});

it('answers from a few shards, and from memory the second time', async () => {
  const opened = await open('/en/find/');
  const hit = opened.box.locator('[data-group="exact"] a[href*="flash-attn-dtype"]').first();
  await ask(opened, message);
  await hit.waitFor();
  const shards = opened.asked.filter((name) => name !== 'signatures');
  expect(new Set(shards).size).toBe(shards.length);
  expect(costOf(shards)).toBeLessThanOrEqual(shardTuning.cost);
  await ask(opened, 'pad_token');
  await opened.box.locator('[data-group] a[href*="pad-token"]').first().waitFor();
  const before = opened.asked.length;
  await ask(opened, message);
  await hit.waitFor();
  expect(opened.asked.length).toBe(before);
});

it('names no word of the paste in an address', async () => {
  const opened = await open('/en/find/');
  await ask(opened, `SecretProjectError: ${message}`);
  await opened.box.locator('[data-group] a').first().waitFor();
  expect(opened.asked.every((name) => /^(?:signatures|(?:words|guides)-\d+)$/.test(name))).toBe(
    true,
  );
});

it('answers a text of megabytes, and a guide asked for its causes', async () => {
  const long = await open('/en/find/');
  const steps = 'step 1 loss 2.5\n'.repeat(60_000);
  // A paste as the browser tells of it: the field itself takes seconds for so much.
  await long.box.getByRole('textbox').evaluate((field, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    field.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, `${steps}${message}\n${steps}`);
  await long.box.locator('[data-group="exact"] a[href*="flash-attn-dtype"]').first().waitFor();
  const { page } = await open('/en/guides/flash-attn-dtype/');
  const box = page.locator('tb-finder-box[data-mode="cause"]');
  await box.getByRole('textbox').fill('model = get_peft_model(m, LoraConfig(use_dora=True))');
  await box.getByRole('textbox').press('Enter');
  await page.locator('tr[data-current][data-cause*="dora"]').waitFor();
}, 60_000);

it('answers from what comes, says what is missing, and tries again', async () => {
  const opened = await open('/en/find/');
  const { page, box } = opened;
  const failed = box.locator('[data-answer="failed"]');
  const hit = box.locator('[data-group="exact"] a[href*="flash-attn-dtype"]').first();
  let isFirst = true;
  await page.route('**/data/words-*.json', (route) => {
    const isLost = isFirst;
    isFirst = false;
    return isLost ? route.fulfill({ status: 503, body: '' }) : route.continue();
  });
  await ask(opened, message);
  await failed.waitFor();
  await hit.waitFor();
  await ask(opened, message);
  await hit.waitFor();
  await failed.waitFor({ state: 'hidden' });
  await page.unroute('**/data/words-*.json');
  await page.route('**/data/guides-*.json', (route) => route.fulfill({ body: '{}' }));
  await ask(opened, 'CUDA out of memory. Tried to allocate 2.00 GiB');
  await failed.waitFor();
}, 60_000);
