/** Real pastes, one after the other into the same field, and the guides that answer them. */
import { pastes } from './finder-pastes-table.ts';
import { finderOn, expect as soon, paste, test } from './finder-page.ts';

const expect = soon.configure({ soft: true });

for (const home of new Set(pastes.map(({ path }) => path))) {
  test(`a real paste finds its guide: ${home}`, async ({ page }) => {
    await page.goto(home);
    const finder = finderOn(page);
    for (const { name, text, slug } of pastes.filter(({ path }) => path === home)) {
      await test.step(name, async () => {
        await paste(page, finder.field, text);
        if (slug === null) {
          await expect(finder.unsure).toBeVisible();
          await expect(finder.group('exact')).toBeHidden();
          await expect(finder.group('likely')).toBeHidden();
        } else {
          await expect(finder.links.first()).toHaveAttribute('href', new RegExp(`/${slug}/(#|$)`));
        }
        await expect(finder.status).not.toBeEmpty();
      });
    }
  });
}
