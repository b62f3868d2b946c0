/** A page whose script does not arrive is the page without JavaScript, and no page of dead buttons. */
import { kindsOfPage } from './support/pages.ts';
import { expect, test } from './support/test.ts';

test.describe('with a script that does not load', () => {
  test.skip(({ browserName }) => browserName === 'firefox', 'Firefox cannot be told to run none');

  for (const path of kindsOfPage) {
    test(`a page is what it is without: /${path}`, async ({
      page,
      browser,
      baseURL,
      complaints,
    }) => {
      complaints.allow(/404/);
      const choices = '?with=trl&gpu=turing';
      await page.route('**/_astro/*.js', (route) => route.fulfill({ status: 404, body: 'gone' }));
      await page.goto(`/${path}${choices}`);
      const options = { javaScriptEnabled: false, viewport: page.viewportSize() };
      const without = await browser.newContext({ ...options, ...(baseURL && { baseURL }) });
      const plain = await without.newPage();
      await plain.goto(`/${path}${choices}`);
      await expect(page.locator('html')).not.toHaveClass(/js/);
      const shown = await page.locator('body').innerText();
      expect(shown).toBe(await plain.locator('body').innerText());
      await without.close();
    });
  }
});
