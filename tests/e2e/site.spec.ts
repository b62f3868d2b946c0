/** The way a reader goes: arrives at the answer, changes the language, finds other pages. */
import { guide, languages, plannedLink } from './support/pages.ts';
import { expect, test } from './support/test.ts';

const message = 'FlashAttention only support fp16 and bf16 data type';

for (const { home, other, lang } of languages) {
  test.describe(lang, () => {
    test('the first screen of a guide answers', async ({ page }) => {
      await page.goto(`/${home}${guide}`);
      await expect(page.locator('html')).toHaveAttribute('lang', lang);
      const heading = page.getByRole('heading', { level: 1 });
      await expect(heading).toHaveText(message);
      // Not a pixel below the window: what it is, whether it is my fault, what to type.
      await expect(heading).toBeInViewport({ ratio: 1 });
      await expect(page.locator('.facts .status').first()).toBeInViewport({ ratio: 1 });
      await expect(page.locator('#verdict')).toBeInViewport({ ratio: 1 });
      await expect(page.locator('#quick-fix h2')).toBeInViewport({ ratio: 1 });
      await expect(page.locator('#quick-fix > p').first()).toBeInViewport({ ratio: 1 });
      // On a phone a line may be wider than the window, but it must not lie below it.
      const line = await page.locator('#quick-fix .row').first().boundingBox();
      const height = page.viewportSize()?.height ?? 0;
      expect((line?.y ?? height) + (line?.height ?? 1)).toBeLessThanOrEqual(height);
      // Where the finder's field takes the room of the site's name, the way home still has it.
      await expect(page.getByRole('banner').getByRole('link', { name: 'Tracebook' })).toBeVisible();
    });

    test('the language switch keeps page, query and anchor', async ({ page, browserName }) => {
      await page.goto(`/${home}${guide}?with=trl#fix-cast-qkv`);
      await page.locator('.site-header tb-language-link a').click();
      await expect(page).toHaveURL(`/${other}${guide}?with=trl#fix-cast-qkv`);
      await expect(page.locator('#fix-cast-qkv')).toBeInViewport();
      // Over BiDi, Playwright never hears of a page that Firefox takes from its cache.
      if (browserName === 'firefox') return;
      await page.goBack();
      await expect(page).toHaveURL(`/${home}${guide}?with=trl#fix-cast-qkv`);
    });

    test(
      'the breadcrumbs lead to the phase on the home page',
      { tag: '@once' },
      async ({ page }) => {
        await page.goto(`/${home}${guide}`);
        await page.locator('main nav ol a').last().click();
        await expect(page).toHaveURL(`/${home}#phase-train`);
        await expect(page.locator('#phase-train')).toBeInViewport();
      },
    );

    test('the home page lists the guide by its message', { tag: '@once' }, async ({ page }) => {
      await page.goto(`/${home}`);
      await page.getByRole('main').getByRole('link', { name: message }).first().click();
      await expect(page).toHaveURL(`/${home}${guide}`);
    });
  });
}

test('the contents mark the section that is read', async ({ page, isMobile }) => {
  test.skip(isMobile, 'the contents have no room beside the text');
  await page.goto(`/en/${guide}`);
  const current = page.locator('tb-contents a[aria-current]');
  await expect(current).toHaveAttribute('href', '#verdict');
  await page.locator('tb-contents a[href="#solutions"]').click();
  await expect(current).toHaveAttribute('href', '#solutions');
  await page.locator('#principles').evaluate((section) => {
    section.scrollIntoView();
  });
  await expect(current).toHaveAttribute('href', '#principles');
  await page.evaluate(() => {
    scrollTo(0, document.documentElement.scrollHeight);
  });
  await expect(current).toHaveAttribute('href', '#history');
});

test(
  'the root page shows both languages and sends nobody away',
  { tag: '@once' },
  async ({ page }) => {
    await page.goto('/');
    const way = page.locator('tb-doorway');
    await expect(way.getByRole('link', { name: 'English' })).toHaveAttribute('href', '/en/');
    await way.getByRole('link', { name: '中文' }).click();
    await expect(page).toHaveURL('/zh/');
  },
);

test(
  'an address that does not exist says so and offers its words',
  { tag: '@once' },
  async ({ page, complaints }) => {
    complaints.allow(/status of 404/);
    const response = await page.goto('/en/guides/flash-attn_dtpe%20error/');
    expect(response?.status()).toBe(404);
    await expect(page.getByRole('heading', { name: 'This page does not exist' })).toBeVisible();
    await expect(page.getByRole('heading', { name: '没有这个页面' })).toBeVisible();
    await expect(page.getByRole('textbox')).toHaveValue('flash attn dtpe error');
  },
);

for (const [cut, home] of [
  ['/en/guides/', '/en/'],
  ['/zh/guides', '/zh/'],
  ['/e/', '/en/'],
  ['/zh-CN/', '/zh/'],
] as const) {
  test(
    `an address that was cut short leads to the list: ${cut}`,
    { tag: '@once' },
    async ({ page, complaints }) => {
      complaints.allow(/status of 404/);
      await page.goto(cut);
      await expect(page).toHaveURL(`${home}#guides`);
    },
  );
}

for (const { home } of languages) {
  test(
    `an address with a mistake leads to the nearest: /${home}`,
    { tag: '@once' },
    async ({ page, complaints }) => {
      complaints.allow(/status of 404/);
      await page.goto(`/${home}guides/cuda-omm/`);
      const offer = page.locator(`[data-nearest="${home.slice(0, 2)}"]`);
      await expect(offer.getByRole('link')).toHaveAttribute('href', `/${home}guides/cuda-oom/`);
      await page.goto('/e/port-adress-in-use/');
      const written = `/${home}guides/port-address-in-use/`;
      await expect(offer.getByRole('link')).toHaveAttribute('href', written);
      if (plannedLink === '') return;
      await page.goto(`/${plannedLink.slice(0, -2)}/`);
      await expect(offer.getByRole('link')).toHaveAttribute('href', `/${plannedLink}`);
    },
  );
}

test.describe('for a browser that asks for Chinese', () => {
  test.use({ locale: 'zh-CN' });

  test(
    'the root page’s box is Chinese and leads to Chinese guides',
    { tag: '@once' },
    async ({ page }) => {
      await page.goto('/');
      const field = page.getByRole('textbox', { name: '你的报错' });
      await field.fill('FlashAttention only support fp16 and bf16 data type');
      await field.press('Enter');
      await expect(page.locator('[data-group="exact"] [data-link]').first()).toHaveAttribute(
        'href',
        /^\/zh\/guides\/flash-attn-dtype\//,
      );
      await expect(page.getByRole('textbox')).toHaveCount(1);
    },
  );

  test(
    'an address of ours decides before the browser',
    { tag: '@once' },
    async ({ page, complaints }) => {
      complaints.allow(/status of 404/);
      await page.goto('/en/nothing-here/');
      await expect(page.getByRole('textbox', { name: 'Your error' })).toHaveValue('nothing here');
      await page.goto('/zh/nothing-here/');
      await expect(page.getByRole('textbox', { name: '你的报错' })).toHaveValue('nothing here');
    },
  );

  test(
    'words of an address are looked up at once, first in its language',
    { tag: '@once' },
    async ({ page, complaints }) => {
      complaints.allow(/status of 404/);
      await page.goto('/zh/cuda-omm/');
      const passage = page.locator('[data-group="text"] a').first();
      await expect(passage).toHaveAttribute('href', /\/zh\/guides\//);
    },
  );
});

test('a permanent link without a guide says what is known', { tag: '@once' }, async ({ page }) => {
  test.skip(plannedLink === '', 'every guide is written');
  const response = await page.goto(`/${plannedLink}`);
  expect(response?.status()).toBe(200);
  const data = await page.request.get(plannedLink.replace(/^e\/(.*)\/$/, '/api/v1/guides/$1.json'));
  const { headline } = (await data.json()) as { headline: string };
  await expect(page.getByRole('heading', { level: 1 })).toContainText(headline);
  for (const lang of ['en', 'zh-CN']) {
    const section = page.locator(`section[lang="${lang}"]`);
    await expect(section.getByRole('heading')).toBeVisible();
    await expect(section.locator('a[href^="https://"]').first()).toBeVisible();
  }
});
