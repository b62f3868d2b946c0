/** What a reader does with a snippet: copy it, wrap it, link to a line of it. */
import { guide } from './support/pages.ts';
import { figureOf, pasted, regionOf } from './support/snippets.ts';
import { expect, test } from './support/test.ts';

const announcer = '#announcer';

test('copy fills the clipboard with the source of the region', async ({ page }) => {
  await page.goto(`/en/${guide}`);
  const figure = figureOf(page, 'check-dtypes');
  await figure.getByRole('button', { name: 'Copy' }).click();
  await expect(page.locator(announcer)).toHaveText('Copied');
  await expect(figure.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await pasted(page)).toBe(regionOf('repro.py', 'check-dtypes'));
  await expect(figure.getByRole('button', { name: 'Copy', exact: true })).toBeVisible();
});

test('copy takes commands without numbers or prompts', async ({ page }) => {
  await page.goto(`/zh/${guide}`);
  await figureOf(page, 'fix-upgrade-unsloth').getByRole('button', { name: '复制' }).click();
  await expect(page.locator(announcer)).toHaveText('已复制');
  expect(await pasted(page)).toBe(regionOf('commands.sh', 'fix-upgrade-unsloth'));
});

test('copy takes only the new code of a diff', async ({ page }) => {
  await page.goto(`/en/${guide}`);
  const figure = page.locator('#fix-match-dtypes figure.diff').first();
  await expect(figure.locator('.row.removed').first()).toBeVisible();
  // Far down the page: what comes near is laid out only then, and may move the button from under a first click.
  await expect(async () => {
    await figure.getByRole('button', { name: 'Copy' }).click();
    await expect(page.locator(announcer)).toHaveText('Copied', { timeout: 2000 });
  }).toPass();
  expect(await pasted(page)).toBe(regionOf('repro.py', 'fix-match-dtypes/transformers'));
});

test('where the clipboard is blocked, the code is selected', async ({ page }) => {
  await page.goto(`/en/${guide}`);
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('blocked'));
  });
  const figure = figureOf(page, 'fix-upgrade-unsloth');
  await figure.getByRole('button', { name: 'Copy' }).click();
  await expect(page.locator(announcer)).toContainText('Copying was blocked');
  await page.keyboard.press('ControlOrMeta+c');
  const selected = await pasted(page);
  expect(selected.trim()).toBe(regionOf('commands.sh', 'fix-upgrade-unsloth').trim());
});

test('long lines wrap on demand', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/en/${guide}`);
  const figure = figureOf(page, 'check-dtypes');
  const code = figure.locator('pre');
  const isCut = () => code.evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth);
  const wrap = figure.getByRole('button', { name: 'Wrap lines' });
  // Far from the window nothing is laid out, and nothing is known to be cut.
  await code.scrollIntoViewIfNeeded();
  expect(await isCut()).toBe(true);
  await wrap.click();
  await expect(wrap).toHaveAttribute('aria-pressed', 'true');
  expect(await isCut()).toBe(false);
  await wrap.click();
  expect(await isCut()).toBe(true);
});

test('a link to a line shows and marks it', async ({ page }) => {
  await page.goto(`/en/${guide}#check-dtypes-L3`);
  const line = page.locator('[id="check-dtypes-L3"]');
  const plain = page.locator('[id="check-dtypes-L2"]');
  const color = (row: typeof line) => row.evaluate((one) => getComputedStyle(one).backgroundColor);
  await expect(line).toBeInViewport();
  expect(await color(line)).not.toBe(await color(plain));
  // On its number, which the style draws.
  await plain.click({ position: { x: 18, y: 6 } });
  await expect(page).toHaveURL(/#check-dtypes-L2$/);
});
