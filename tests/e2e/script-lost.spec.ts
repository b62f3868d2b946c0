/** A page whose script does not arrive is the page without JavaScript, and no page of dead buttons. */
import { kindsOfPage } from './support/pages.ts';
import { expect, test } from './support/test.ts';

/** Parts that the workers share out. */
const parts = 4;

for (let part = 0; part < parts; part += 1) {
  test(`with a script that does not load a page is what it is without: part ${part + 1} of ${parts}`, async ({
    page,
    browser,
    baseURL,
    complaints,
  }) => {
    complaints.allow(/404/);
    await page.route('**/_astro/*.js', (route) => route.fulfill({ status: 404, body: 'gone' }));
    const options = { javaScriptEnabled: false, viewport: page.viewportSize() };
    const without = await browser.newContext({ ...options, ...(baseURL && { baseURL }) });
    const plain = await without.newPage();
    for (const path of kindsOfPage.filter((_, index) => index % parts === part)) {
      const address = `/${path}?with=trl&gpu=turing`;
      await Promise.all([page.goto(address), plain.goto(address)]);
      await expect.soft(page.locator('html'), address).not.toHaveClass(/js/);
      const shown = await page.locator('body').innerText();
      expect.soft(shown, address).toBe(await plain.locator('body').innerText());
    }
    await without.close();
  });
}
