/** Marked terms: explained by mouse, keyboard and finger, without script a link, and nothing more on paper. */
import type { Locator, Page } from '@playwright/test';
import { violationsOfThemes } from './support/axe.ts';
import { guide, languages } from './support/pages.ts';
import { expect, test } from './support/test.ts';

const first = (page: Page): Locator => page.locator('a.term').first();
const tipOf = (page: Page): Locator => page.locator('.term-tip');

/** The definition that the glossary's own page gives for a marked term. */
async function definition(page: Page, term: Locator): Promise<string> {
  const address = (await term.getAttribute('href')) ?? '';
  const glossary = await page.context().newPage();
  await glossary.goto(address);
  const text = await glossary.locator(':target dd').innerText();
  await glossary.close();
  return text;
}

for (const { home, tags } of languages) {
  test.describe(home, { tag: [...tags] }, () => {
    test.beforeEach(async ({ page }) => {
      await page.goto(`/${home}${guide}`);
    });

    test('focus describes the term, Tab reaches the link, Escape closes', async ({ page }) => {
      const term = first(page);
      const text = await definition(page, term);
      await term.focus();
      await expect(tipOf(page)).toContainText(text);
      await expect(term).toHaveAccessibleDescription(text);
      await page.keyboard.press('Tab');
      const link = tipOf(page).getByRole('link');
      await expect(link).toBeFocused();
      const address = await term.evaluate((one: HTMLAnchorElement) => one.href);
      await expect(link).toHaveJSProperty('href', address);
      await page.keyboard.press('Escape');
      await expect(tipOf(page)).toHaveCount(0);
      await expect(term).toHaveAccessibleDescription('');
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Tab');
      await expect(term).toBeFocused();
    });

    test('the focus that goes on takes the tip away', async ({ page }) => {
      await page.locator('a.term').last().focus();
      await expect(tipOf(page)).toBeVisible();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await expect(tipOf(page)).toHaveCount(0);
    });

    test('Enter follows the term to its entry', async ({ page }) => {
      const address = (await first(page).getAttribute('href')) ?? '';
      await first(page).focus();
      await page.keyboard.press('Enter');
      await expect(page).toHaveURL(address);
      await expect(page.locator(':target')).toBeInViewport();
    });
  });
}

test.describe('by mouse', () => {
  test.skip(({ isMobile }) => isMobile, 'a phone has none');
  test.beforeEach(async ({ page }) => {
    await page.goto(`/en/${guide}`);
  });

  test('the tip stays while the pointer is on it, and moves nothing', async ({ page }) => {
    const before = await page.locator('article').boundingBox();
    await first(page).hover();
    await expect(tipOf(page)).toBeVisible();
    await tipOf(page).hover();
    await page.waitForTimeout(600);
    await expect(tipOf(page)).toBeVisible();
    expect(await page.locator('article').boundingBox()).toEqual(before);
    await page.mouse.move(2, 2);
    await expect(tipOf(page)).toHaveCount(0);
  });

  test('Escape closes it without moving the pointer', async ({ page }) => {
    await first(page).hover();
    await expect(tipOf(page)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(tipOf(page)).toHaveCount(0);
  });

  test(
    'no script of it is loaded before somebody points at a term',
    { tag: '@once' },
    async ({ page }) => {
      const loaded = () =>
        page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
      const isItsOwn = (name: string) => /term-popover|\/glossary\//.test(name);
      expect((await loaded()).filter(isItsOwn)).toEqual([]);
      await first(page).hover();
      await expect(tipOf(page)).toBeVisible();
      expect((await loaded()).filter(isItsOwn)).toHaveLength(2);
    },
  );

  test('axe finds nothing in the open tip, in both themes', { tag: '@once' }, async ({ page }) => {
    await first(page).focus();
    await expect(tipOf(page)).toBeVisible();
    expect(await violationsOfThemes(page, 'article')).toEqual([]);
  });
});

test.describe('by finger', () => {
  test.skip(({ isMobile }) => !isMobile, 'the desktop projects have no touch');

  test('a tap explains in place, inside the screen; a tap elsewhere closes', async ({ page }) => {
    await page.goto(`/zh/${guide}`);
    for (const term of (await page.locator('a.term').all()).slice(0, 4)) {
      await term.tap();
      await expect(tipOf(page)).toBeInViewport({ ratio: 1 });
      await expect(page).toHaveURL(`/zh/${guide}`);
      await page.locator('.human').tap();
      await expect(tipOf(page)).toHaveCount(0);
    }
  });

  test('the tip leads to the glossary', async ({ page }) => {
    await page.goto(`/en/${guide}`);
    const address = (await first(page).getAttribute('href')) ?? '';
    await first(page).tap();
    await tipOf(page).getByRole('link').tap();
    await expect(page).toHaveURL(address);
  });

  test('where the glossary cannot be had, the tap leads there', async ({ page, complaints }) => {
    complaints.allow(/Failed to load/);
    await page.goto(`/en/${guide}`);
    const address = (await first(page).getAttribute('href')) ?? '';
    let isFirst = true;
    await page.route('**/glossary/', async (route) => {
      if (isFirst) await route.fulfill({ status: 503, body: '' });
      else await route.continue();
      isFirst = false;
    });
    await first(page).tap();
    await expect(page).toHaveURL(address);
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  test.skip(({ browserName }) => browserName === 'firefox', 'Firefox cannot be told so');

  test('a term is a link to its entry', { tag: '@once' }, async ({ page }) => {
    await page.goto(`/zh/${guide}`);
    const address = (await first(page).getAttribute('href')) ?? '';
    await first(page).click();
    await expect(page).toHaveURL(address);
    await expect(page.locator(':target dd')).toBeVisible();
  });
});

test('on paper an open tip is not there', { tag: '@once' }, async ({ page }) => {
  await page.goto(`/en/${guide}`);
  await first(page).focus();
  await expect(tipOf(page)).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(tipOf(page)).toBeHidden();
});
