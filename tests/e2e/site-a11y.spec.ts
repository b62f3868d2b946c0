/** axe on every page that was built, in both themes. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { builtPages, open } from './support/pages.ts';
import { expect, test } from './support/test.ts';

/** What axe finds, one line for each rule; with `only`, by one rule. */
async function violations(page: Page, only?: string): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const result = await (only ? axe.withRules(only) : axe).analyze();
  return result.violations.map(
    ({ id, help, nodes }) => `${id} × ${nodes.length}: ${help}: ${String(nodes[0]?.target)}`,
  );
}

/** Parts that the workers share out. */
const parts = 4;

for (let part = 0; part < parts; part += 1) {
  test(`no page violates a rule: part ${part + 1} of ${parts}`, async ({ page }) => {
    test.setTimeout(180_000);
    for (const path of builtPages().filter((_, index) => index % parts === part)) {
      await open(page, path);
      expect.soft(await violations(page), `/${path}`).toEqual([]);
      // The themes differ in nothing but colours.
      await page.evaluate(() => {
        document.documentElement.dataset['theme'] = 'dark';
      });
      expect.soft(await violations(page, 'color-contrast'), `/${path} in the dark`).toEqual([]);
    }
  });
}
