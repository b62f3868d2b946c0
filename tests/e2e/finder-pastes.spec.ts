/** Real pastes and the guides that answer them. */
import { pastes } from './finder-pastes-table.ts';
import { expect, finderOn, paste, test } from './finder-page.ts';

for (const { name, path, text, slug } of pastes) {
  test(`a real paste finds its guide: ${name}`, async ({ page }) => {
    await page.goto(path);
    const finder = finderOn(page);
    await paste(page, finder.field, text);
    if (slug === null) {
      await expect(finder.box.locator('[data-answer="none"]')).toBeVisible();
      await expect(finder.group('exact')).toBeHidden();
      await expect(finder.group('likely')).toBeHidden();
    } else {
      await expect(finder.links.first()).toHaveAttribute('href', new RegExp(`/${slug}/(#|$)`));
    }
    await expect(finder.status).not.toBeEmpty();
  });
}
