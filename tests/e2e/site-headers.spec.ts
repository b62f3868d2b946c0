/**
 * The site under its real headers and under none: two policies intersect, so a header could cancel
 * the hashes of the page's own, and Pagefind's worker takes the policy of its own response.
 */
import type { Page } from '@playwright/test';
import { startBareServer } from './support/bare-server.ts';
import { guide } from './support/pages.ts';
import { expect, test } from './support/test.ts';

/** Addresses that Pagefind finds, asked through its own interface as the finder asks it. */
function search(page: Page, query: string): Promise<string[]> {
  return page.evaluate(async (text) => {
    interface Pagefind {
      search(query: string): Promise<{ results: { data(): Promise<{ url: string }> }[] }>;
    }
    const address = '/pagefind/pagefind.js';
    const pagefind = (await import(address)) as Pagefind;
    const { results } = await pagefind.search(text);
    return Promise.all(results.map(async (result) => (await result.data()).url));
  }, query);
}

async function checkSite(page: Page, origin: string): Promise<void> {
  for (const path of ['', 'en/', 'zh/find/']) {
    await page.goto(`${origin}/${path}`);
    // Styles came through the policy: without them there would be no colour.
    const ground = await page.evaluate(
      () => getComputedStyle(document.documentElement).backgroundColor,
    );
    expect(ground, path).not.toBe('rgba(0, 0, 0, 0)');
  }
  await page.goto(`${origin}/en/${guide}`);
  // So did the scripts: the one before the first paint and the module.
  await expect(page.locator('html')).toHaveClass(/\bjs\b/);
  await expect(page.locator('tb-theme-toggle button')).toBeVisible();
  expect(await search(page, 'autocast')).toContain(`/en/${guide}`);
  await page.goto(`${origin}/zh/${guide}`);
  expect(await search(page, '混合精度')).toContain(`/zh/${guide}`);
}

test('everything works with the headers of the host', async ({ page }) => {
  const response = await page.goto('/en/');
  expect(response?.headers()).toMatchObject({
    'content-security-policy': "frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
  });
  await checkSite(page, '');
});

test('everything works with no headers', async ({ page, complaints }) => {
  const { origin, stop } = await startBareServer();
  try {
    complaints.allowOrigin(origin);
    const response = await page.goto(`${origin}/en/`);
    expect(response?.headers()).not.toHaveProperty('content-security-policy');
    await checkSite(page, origin);
  } finally {
    await stop();
  }
});
