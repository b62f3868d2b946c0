/** Where the reader's system chooses the colours, what is chosen and what is which stays visible. */
import type { Locator } from '@playwright/test';
import { guide } from './support/pages.ts';
import { expect, test } from './support/test.ts';

test.skip(({ browserName }) => browserName !== 'chromium', 'only Chromium emulates it');
test.use({ contextOptions: { forcedColors: 'active' } });

const background = (place: Locator, part?: string) =>
  place.evaluate((element, name) => getComputedStyle(element, name).backgroundColor, part);

test('the choice of the context bar', { tag: '@once' }, async ({ page }) => {
  await page.goto(`/en/${guide}?with=trl`);
  const bar = page.locator('tb-context-bar');
  const pressed = await background(bar.getByRole('button', { name: 'TRL' }));
  expect(pressed).not.toBe(await background(bar.getByRole('button', { name: 'Unsloth' })));
});

test('the choices of a figure and the key of its parts', { tag: '@once' }, async ({ page }) => {
  await page.goto('/en/figures/step-memory/');
  const segment = (name: string) => page.locator('.segments label', { hasText: name });
  expect(await background(segment('bf16'))).not.toBe(await background(segment('fp32')));
  const parts = await page.locator('.parts [data-part] th').all();
  const colours = await Promise.all(parts.map((part) => background(part, '::before')));
  expect(new Set(colours).size).toBe(parts.length);
});
