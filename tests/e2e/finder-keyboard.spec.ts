import { expect, finderOn, listen, test } from './finder-page.ts';

const line = 'CUDA out of memory. Tried to allocate 20.00 MiB';

test('the whole way by keyboard on the home page', async ({ page }) => {
  await page.goto('/en/');
  const finder = finderOn(page);
  await page.keyboard.press('/');
  await expect(finder.field).toBeFocused();
  await page.keyboard.type(line);
  await page.keyboard.press('Enter');
  await expect(finder.links.first()).toHaveAttribute('href', /\/cuda-oom\//);
  await expect(finder.field).toBeFocused();

  // Past Clear and Find.
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('Tab');
  await expect(finder.links.first()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(finder.field).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(finder.field).not.toBeFocused();
});

test('the dialog opens over a guide, answers, and closes at once', async ({ page }) => {
  await page.goto('/en/guides/flash-attn-dtype/');
  const finder = finderOn(page, 'dialog');
  await page.keyboard.press('ControlOrMeta+k');
  await expect(finder.field).toBeFocused();
  await page.keyboard.type(line);
  await page.keyboard.press('Enter');
  await expect(finder.links.first()).toHaveAttribute('href', /\/cuda-oom\//);
  await finder.links.first().focus();
  await page.keyboard.press('Escape');
  await expect(page.locator('dialog')).toBeHidden();
});

test('the dialog gives the focus back to the link that opened it', async ({ page }) => {
  await page.goto('/en/guides/flash-attn-dtype/');
  const opener = page.locator('header [data-open-finder]');
  const finder = finderOn(page, 'dialog');
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect(finder.field).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(opener).toBeFocused();
});

test('the field of the dialog leaves room for the answers', async ({ page, browserName }) => {
  test.skip(browserName === 'firefox', 'Firefox knows no field-sizing');
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto('/en/guides/flash-attn-dtype/');
  const finder = finderOn(page, 'dialog');
  await page.keyboard.press('ControlOrMeta+k');
  await finder.field.fill(line);
  const height = async () => (await finder.field.boundingBox())!.height;
  expect(await height()).toBeLessThan(80);
  await finder.field.fill(`${line}\n`.repeat(200));
  expect(await height()).toBeLessThan(160);
});

test('Enter is a line break in a text of several lines, Ctrl Enter asks', async ({ page }) => {
  await page.goto('/en/');
  const finder = finderOn(page);
  await finder.field.focus();
  await page.keyboard.type('Traceback (most recent call last):');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type(line);
  await page.keyboard.press('Enter');
  await expect(finder.field).toHaveValue(/MiB\n$/);
  await expect(finder.status).toBeEmpty();
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(finder.links.first()).toHaveAttribute('href', /\/cuda-oom\//);
});

test('the Enter that ends a composition does not ask', async ({ page }) => {
  await page.goto('/zh/');
  const finder = finderOn(page);
  await finder.field.fill('显存');
  const heard = await listen(finder);
  for (const init of [{ isComposing: true }, { keyCode: 229 }]) {
    await finder.field.evaluate((field, signs) => {
      const event = { key: 'Enter', bubbles: true, cancelable: true, ...signs };
      field.dispatchEvent(new KeyboardEvent('keydown', event));
    }, init);
  }
  await page.waitForTimeout(300);
  expect(await heard()).toEqual([]);
  await finder.field.press('Enter');
  await expect(finder.status).not.toBeEmpty();
});

test('a slash in the field is a slash', async ({ page }) => {
  await page.goto('/en/find/');
  const finder = finderOn(page);
  await finder.field.focus();
  await page.keyboard.type('a/b');
  await expect(finder.field).toHaveValue('a/b');
});
