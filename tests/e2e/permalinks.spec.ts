/** Permanent links: what they carry arrives, in the reader's language, with and without JavaScript. */
import type { Page } from '@playwright/test';
import { guide, languages, plannedLink } from './support/pages.ts';
import { expect, test } from './support/test.ts';

const link = '/e/flash-attn-dtype/';
const carried = '?gpu=hopper&with=trl#fix-cast-qkv';

/** Two pages load one after the other: longer than an expectation waits on a busy machine. */
function arrives(page: Page, address: string): Promise<void> {
  return page.waitForURL(({ pathname, search, hash }) => pathname + search + hash === address);
}

for (const { home, other, lang } of languages) {
  test.describe(lang, () => {
    test.use({ locale: lang });

    test('a permanent link goes on with query and anchor', async ({ page }) => {
      await page.goto(link + carried);
      await arrives(page, `/${home}${guide}${carried}`);
      await expect(page.locator('#fix-cast-qkv')).toBeInViewport();
      await expect(page.locator('html')).toHaveAttribute('data-gpu', 'hopper');
    });

    test('the language that was chosen last wins over the browser’s', async ({ page }) => {
      await page.goto(`/${home}${guide}`);
      await page.locator('.site-header tb-language-link a').click();
      await expect(page).toHaveURL(`/${other}${guide}`);
      await page.goto(link);
      await arrives(page, `/${other}${guide}`);
    });
  });
}

test.describe('a reader of neither language', () => {
  test.use({ locale: 'fr-FR' });

  test('goes on in English', async ({ page }) => {
    await page.goto(`${link}#verdict`);
    await arrives(page, `/en/${guide}#verdict`);
  });
});

test('going back from a guide skips its permanent link', async ({ page, browserName }) => {
  // Over BiDi, Playwright never hears of a page that Firefox takes from its cache.
  test.skip(browserName === 'firefox', 'Firefox takes the page from its cache');
  await page.goto('/en/about/');
  await page.goto(link);
  await arrives(page, `/en/${guide}`);
  await page.goBack();
  await expect(page).toHaveURL('/en/about/');
});

test('a planned link stays, and keeps what it carries', async ({ page }) => {
  test.skip(plannedLink === '', 'every guide is written');
  await page.goto(`/${plannedLink}?gpu=ada#cause-x`);
  await expect(page.getByText('guide not written yet')).toBeVisible();
  await expect(page).toHaveURL(`/${plannedLink}?gpu=ada#cause-x`);
});

test('a planned link leads on, within its language', async ({ page }) => {
  test.skip(plannedLink === '', 'every guide is written');
  await page.goto(`/${plannedLink}`);
  await page.getByRole('link', { name: '中文', exact: true }).click();
  const chinese = page.locator('section:lang(zh-CN)');
  await expect(chinese).toBeInViewport();
  const hrefs = await chinese
    .getByRole('link')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
  expect(hrefs).toContain('/zh/find/');
  expect(hrefs.some((href) => /^\/(?:zh\/guides|e)\//.test(href))).toBe(true);
});

test('an unknown link offers its words to the finder', async ({ page, complaints }) => {
  complaints.allow(/status of 404/);
  const response = await page.goto('/e/flash-attn-dtpye/?gpu=ada#fix-x');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('textbox')).toHaveValue('flash attn dtpye');
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  // Over WebDriver BiDi the setting has no effect: scripts run all the same.
  test.skip(({ browserName }) => browserName === 'firefox', 'Firefox cannot be told so');

  for (const { home, lang } of languages) {
    test(`an anchor shows its place, and leads there: ${lang}`, async ({ page }) => {
      await page.goto(link + carried);
      const place = page.locator('#fix-cast-qkv');
      await expect(place).toBeInViewport();
      await place.locator(`[lang="${lang}"] a`).click();
      await expect(page).toHaveURL(`/${home}${guide}#fix-cast-qkv`);
      await expect(page.locator('#fix-cast-qkv')).toBeInViewport();
    });
  }

  test('a planned link says what it is', async ({ page }) => {
    test.skip(plannedLink === '', 'every guide is written');
    await page.goto(`/${plannedLink}`);
    await expect(page.getByText('已收录的报错，指南待写')).toBeVisible();
  });

  test('an unknown link says what it is', async ({ page, complaints }) => {
    complaints.allow(/status of 404/);
    const response = await page.goto('/e/nothing-like-this/');
    expect(response?.status()).toBe(404);
    await expect(page.getByRole('heading', { name: '没有这个页面' })).toBeVisible();
  });
});
