/** The guide by keyboard alone. */
import type { Page } from '@playwright/test';
import { guide } from './support/pages.ts';
import { expect, test } from './support/test.ts';

/** Where the focus goes with each press of Tab: the nearest thing with a name that tells. */
async function walk(page: Page, presses: number): Promise<string[]> {
  const stops: string[] = [];
  for (let press = 0; press < presses; press += 1) {
    await page.keyboard.press('Tab');
    stops.push(
      await page.evaluate(() => {
        const element = document.activeElement;
        const known = {
          '.skip': 'skip link',
          '.brand': 'name',
          '.site-header nav': 'menu',
          '[data-open-finder]': 'finder',
          'tb-language-link': 'language',
          'tb-theme-toggle': 'theme',
          main: 'content',
        };
        const name = Object.entries(known).find(([selector]) => element?.closest(selector))?.[1];
        return name ?? element?.tagName.toLowerCase() ?? 'nothing';
      }),
    );
  }
  return stops;
}

test('Tab goes through the header in reading order, then into the content', async ({ page }) => {
  await page.goto(`/en/${guide}`);
  const stops = await walk(page, 10);
  const order = stops.filter((stop, index) => stop !== stops[index - 1]);
  const menu = (await page.locator('.site-header nav').isVisible()) ? ['menu'] : [];
  expect(order).toEqual(['skip link', 'name', ...menu, 'finder', 'language', 'theme', 'content']);
});

test('every stop of the header shows where the focus is', async ({ page }) => {
  await page.goto(`/en/${guide}`);
  await page.keyboard.press('Tab');
  for (let press = 0; press < 7; press += 1) {
    const outline = await page.evaluate(() => {
      const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement!);
      return outlineStyle === 'none' ? '0px' : outlineWidth;
    });
    expect(Number.parseFloat(outline)).toBeGreaterThan(0);
    await page.keyboard.press('Tab');
  }
});

test('the skip link goes past the header', async ({ page }) => {
  await page.goto(`/zh/${guide}`);
  await page.keyboard.press('Tab');
  const skip = page.locator('.skip');
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.locator('main nav ol a').first()).toBeFocused();
});

test('code that is wider than the page can be reached and scrolled', async ({ page }) => {
  await page.goto(`/en/${guide}`);
  const code = page.locator('#quick-fix figure.code pre').first();
  await code.focus();
  await expect(code).toBeFocused();
});
