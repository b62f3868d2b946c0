/** System, light and dark: chosen by the site's own switch, which works in every engine. */
import { guide } from './support/pages.ts';
import { expect, test } from './support/test.ts';

test('the switch goes through the themes and remembers, also on other pages', async ({ page }) => {
  await page.goto(`/en/${guide}`);
  const html = page.locator('html');
  const button = page.locator('tb-theme-toggle button');
  const background = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

  await expect(button).toHaveAccessibleName('Theme: System');
  await button.click();
  await expect(button).toHaveAccessibleName('Theme: Light');
  await expect(html).toHaveAttribute('data-theme', 'light');
  const light = await background();
  await button.click();
  await expect(html).toHaveAttribute('data-theme', 'dark');
  await expect(page.locator('#announcer')).toHaveText('Theme: Dark');
  expect(await background()).not.toBe(light);

  await page.goto('/zh/about/');
  await expect(html).toHaveAttribute('data-theme', 'dark');
  await expect(button).toHaveAccessibleName('主题: 深色');
  await button.click();
  await expect(html).not.toHaveAttribute('data-theme');
  await page.reload();
  await expect(html).not.toHaveAttribute('data-theme');
});

test('a chosen theme stands before anything is painted', async ({ page }) => {
  await page.goto('/en/about/');
  await page.evaluate(() => {
    localStorage.setItem('tb-theme', 'dark');
  });
  // The body does not exist yet when its first ancestor already has the theme.
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      const { body, documentElement: html } = document;
      if (!(body as HTMLElement | null)) return;
      observer.disconnect();
      html.dataset['themeAtBody'] = html.dataset['theme'] ?? 'none';
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(`/en/${guide}`);
  await expect(page.locator('html')).toHaveAttribute('data-theme-at-body', 'dark');
});

test('nonsense in storage is the system theme', { tag: '@once' }, async ({ page }) => {
  await page.goto('/en/about/');
  await page.evaluate(() => {
    localStorage.setItem('tb-theme', 'plaid');
  });
  await page.reload();
  await expect(page.locator('html')).not.toHaveAttribute('data-theme');
  await expect(page.locator('tb-theme-toggle button')).toHaveAccessibleName('Theme: System');
});
