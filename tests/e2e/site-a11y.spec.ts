/** axe on every page that was built, in both themes. */
import { missedTargets, violationsOfThemes } from './support/axe.ts';
import { builtPages, kindsOfPage, open } from './support/pages.ts';
import { expect, test } from './support/test.ts';

/** Parts that the workers share out. */
const parts = 12;

for (let part = 0; part < parts; part += 1) {
  test(`no page violates a rule: part ${part + 1} of ${parts}`, async ({ page }) => {
    test.setTimeout(240_000);
    for (const path of builtPages().filter((_, index) => index % parts === part)) {
      await open(page, path);
      expect.soft(await violationsOfThemes(page), `/${path}`).toEqual([]);
    }
  });
}

test('on a phone a finger finds every target', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of kindsOfPage) {
    await open(page, path);
    expect.soft(await missedTargets(page), `/${path}`).toEqual([]);
  }
});
