import type { Page } from '@playwright/test';
import { unslothTraceback } from './finder-pastes-table.ts';
import { expect, finderOn, paste, test } from './finder-page.ts';

const data = '**/data/signatures.*.json';

async function expectExact(page: Page): Promise<void> {
  const link = finderOn(page).group('exact').locator('[data-link]').first();
  await expect(link).toHaveAttribute('href', /flash-attn-dtype/);
}

test('without the data it says so and tries again on the next question', async ({
  page,
  complaints,
}) => {
  complaints.allow(/404/);
  await page.route(data, (route) => route.fulfill({ status: 404, body: 'gone' }));
  await page.goto('/en/');
  const finder = finderOn(page);
  await paste(page, finder.field, unslothTraceback);
  const failed = finder.box.locator('[data-answer="failed"]');
  await expect(failed).toBeVisible();
  await expect(finder.status).toHaveText(await failed.innerText());
  expect(await failed.textContent()).toMatch(/stands here: All messages$/);
  await page.unroute(data);
  await finder.box.getByRole('button', { name: 'Find' }).click();
  await expectExact(page);
  await expect(failed).toBeHidden();
});

test('without WebAssembly exact answers work and full text is silent', async ({
  page,
  complaints,
}) => {
  // The browser and Pagefind say what was forbidden; the page goes on.
  complaints.allow(/WebAssembly|wasm|Pagefind|CSP|Content.Security.Policy/i);
  await page.route('**/pagefind/pagefind-worker.js', async (route) => {
    const response = await route.fetch();
    const policy = { 'content-security-policy': "default-src 'self'" };
    await route.fulfill({ response, headers: { ...response.headers(), ...policy } });
  });
  await page.goto('/en/find/');
  const finder = finderOn(page);
  await paste(page, finder.field, 'how do I turn mixed precision on');
  await expect(finder.status).not.toBeEmpty({ timeout: 10_000 });
  await expect(finder.group('text')).toBeHidden();
  await paste(page, finder.field, unslothTraceback);
  await expectExact(page);
});

test('without Pagefind a question still settles', async ({ page, complaints }) => {
  complaints.allow(/pagefind|ERR_FAILED/);
  await page.route('**/pagefind/**', (route) => route.abort());
  await page.goto('/zh/find/');
  const finder = finderOn(page);
  await paste(page, finder.field, '混合精度');
  await expect(finder.status).not.toBeEmpty();
});

test(
  'a Pagefind that never answers is given up',
  { tag: '@once' },
  async ({ page, complaints }) => {
    complaints.allow(/pagefind/);
    await page.route('**/pagefind/**', () => undefined);
    await page.goto('/zh/find/');
    const finder = finderOn(page);
    await paste(page, finder.field, '混合精度');
    await expect(finder.unsure).toBeVisible();
    await expect(finder.status).not.toBeEmpty({ timeout: 10_000 });
  },
);

test('blocked storage costs the memory of the paste only', async ({ page }) => {
  await page.addInitScript(() => {
    const blocked = {
      get: () => {
        throw new DOMException('blocked', 'SecurityError');
      },
    };
    Object.defineProperty(globalThis, 'sessionStorage', blocked);
  });
  await page.goto('/en/');
  await paste(page, finderOn(page).field, unslothTraceback);
  await expectExact(page);
});

test('an answer that comes late is dropped', { tag: '@once' }, async ({ page }) => {
  const { promise: held, resolve: release } = Promise.withResolvers<undefined>();
  await page.route(data, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/en/');
  const finder = finderOn(page);
  await paste(page, finder.field, 'ValueError: Attempting to unscale FP16 gradients.');
  await paste(page, finder.field, unslothTraceback);
  release(undefined);
  await expectExact(page);
  await expect(finder.group('exact').locator('.hit')).toHaveCount(1);
});

// Playwright cannot take this Firefox offline.
test(
  'it works offline once the box was used',
  { tag: '@once' },
  async ({ page, context, complaints }) => {
    await page.goto('/en/');
    const finder = finderOn(page);
    await paste(page, finder.field, 'CUDA out of memory');
    await expect(finder.status).not.toBeEmpty();
    complaints.allow(/ERR_INTERNET_DISCONNECTED/);
    await context.setOffline(true);
    await paste(page, finder.field, unslothTraceback);
    await expectExact(page);
    await context.setOffline(false);
  },
);

test(
  'where people paste, it works offline before the box was touched',
  { tag: '@once' },
  async ({ page, context, complaints }) => {
    complaints.allow(/ERR_INTERNET_DISCONNECTED/);
    for (const address of ['/zh/', '/en/find/']) {
      const details = page.waitForResponse('**/data/details.*.json');
      await page.goto(address);
      await details;
      await page.waitForLoadState('networkidle');
      await context.setOffline(true);
      await paste(page, finderOn(page).field, unslothTraceback);
      await expectExact(page);
      await paste(page, finderOn(page).field, 'FlashAttention only support fp16 and bf');
      await expect(finderOn(page).links.first()).toHaveAttribute('href', /flash-attn-dtype/);
      await context.setOffline(false);
      await page.evaluate(() => sessionStorage.clear());
    }
  },
);

test(
  'a guide fetches nothing of the finder before it is asked',
  { tag: '@once' },
  async ({ page }) => {
    const fetched: string[] = [];
    page.on('request', (request) => fetched.push(request.url()));
    await page.goto('/en/guides/flash-attn-dtype/', { waitUntil: 'networkidle' });
    expect(fetched.filter((url) => /first-answer|\/data\//.test(url))).toEqual([]);
  },
);

test(
  'an exact answer does not wait for the rest of the engine',
  { tag: '@once' },
  async ({ page }) => {
    const { promise: held, resolve: release } = Promise.withResolvers<undefined>();
    await page.route('**/full-answer.*.js', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto('/en/find/');
    const finder = finderOn(page);
    await paste(page, finder.field, unslothTraceback);
    await expectExact(page);
    const first = await finder.group('exact').locator('.hit').first().elementHandle();
    await expect(finder.group('related')).toBeHidden();
    release(undefined);
    await expect(finder.status).not.toBeEmpty();
    await finder.group('exact').locator('summary').first().click();
    await expect(finder.group('exact').locator('[data-why] li').first()).toBeVisible();
    expect(await first.evaluate((item) => item.isConnected)).toBe(true);
  },
);

test('without a repository nobody is asked to report', { tag: '@once' }, async ({ page }) => {
  await page.goto('/en/find/');
  const finder = finderOn(page);
  await paste(page, finder.field, 'LoomError: the warp shuttle cannot be located');
  await expect(finder.unsure).toBeVisible();
  await expect(finder.box.getByText('Report this error')).toHaveCount(0);
});
