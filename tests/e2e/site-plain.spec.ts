/** The site without JavaScript, and on paper: everything is there to read. */
import { guide, languages } from './support/pages.ts';
import { expect, test } from './support/test.ts';

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  // Over WebDriver BiDi the setting has no effect: scripts run all the same.
  test.skip(({ browserName }) => browserName === 'firefox', 'Firefox cannot be told so');

  for (const { home, other } of languages) {
    test(`a guide is complete: ${home}`, async ({ page }) => {
      await page.goto(`/${home}${guide}?with=trl`);
      for (const part of await page.locator('article section, figure.code').all()) {
        await expect(part).toBeVisible();
      }
      await expect(page.locator('tb-theme-toggle button')).toBeHidden();
      await expect(page.locator('tb-copy-button button').first()).toBeHidden();
      await page.locator('tb-language-link a').click();
      await expect(page).toHaveURL(`/${other}${guide}`);
    });

    test(`the finder's button is a link to the list of messages: ${home}`, async ({ page }) => {
      await page.goto(`/${home}`);
      const box = page.locator('tb-finder-box').first();
      await expect(box.getByRole('textbox')).not.toHaveAttribute('name');
      await expect(box.getByRole('button')).toHaveCount(0);
      await box.locator('a.submit').click();
      await expect(page).toHaveURL(`/${home}messages/`);
      await expect(page.getByText(/FlashAttention only support fp16/).first()).toBeVisible();
    });
  }

  test('the header leads to the finder', async ({ page }) => {
    await page.goto(`/en/${guide}`);
    await page.locator('[data-open-finder]').click();
    await expect(page).toHaveURL('/en/find/');
  });

  test(
    'a permanent link leads to the guide in both languages',
    { tag: '@once' },
    async ({ page }) => {
      await page.goto('/e/flash-attn-dtype/');
      const ways = page.locator('section a[hreflang]');
      await expect(ways).toHaveCount(2);
      await expect(ways.first()).toHaveAttribute('href', `/en/${guide}`);
      await expect(ways.last()).toHaveAttribute('href', `/zh/${guide}`);
    },
  );
});

test(
  'on paper a guide is whole, whatever was folded on screen',
  { tag: '@once' },
  async ({ page }) => {
    await page.goto(`/en/${guide}?with=trl`);
    const forOthers = page.locator('#quick-fix .variant[data-trainer="unsloth"] > .body');
    await expect(forOthers).toBeHidden();
    await page.emulateMedia({ media: 'print' });
    for (const part of await page.locator('article section, figure.code').all()) {
      await expect(part).toBeVisible();
    }
    const tools = ['.site-header', '.site-footer', 'tb-contents', 'tb-copy-button', '.paste-box'];
    for (const tool of tools) await expect(page.locator(tool).first()).toBeHidden();
    // Paper opens no link: the sources say their addresses.
    const source = page.locator('#sources li a').first();
    const printed = await source.evaluate((link) => getComputedStyle(link, '::after').content);
    expect(printed).toContain(await source.getAttribute('href'));
  },
);
