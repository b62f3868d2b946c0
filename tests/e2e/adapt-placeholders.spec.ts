/** Values in snippets that the reader puts their own in the place of. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { violationsOfThemes } from './support/axe.ts';
import { guide } from './support/pages.ts';
import { figureOf, pasted, regionOf } from './support/snippets.ts';
import { expect, test } from './support/test.ts';

const region = 'fix-mixed-precision/transformers';
const model = 'Qwen/Qwen3-0.6B';

const fieldOf = (figure: Locator) => figure.locator('var[data-kind="model"]').first();

async function write(page: Page, field: Locator, value: string): Promise<void> {
  await field.click();
  await expect(field).toHaveAttribute('role', 'textbox');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(value);
}

test('one value is written once and copied everywhere', async ({ page }) => {
  await page.goto(`/en/${guide}`);
  const figure = figureOf(page, region);
  const field = fieldOf(figure);
  await write(page, field, '/data/my-model');
  await expect(field).toHaveAttribute('aria-label', 'Model name or folder');
  for (const other of await page.locator('var[data-kind="model"]').all()) {
    await expect(other).toHaveText('/data/my-model');
  }
  await figure.getByRole('button', { name: 'Copy' }).click();
  await expect(page.locator('#announcer')).toHaveText('Copied');
  expect(await pasted(page)).toBe(regionOf('repro.py', region).replace(model, '/data/my-model'));
  // Kept in the page alone.
  expect(page.url()).not.toContain('my-model');
  await page.reload();
  await expect(fieldOf(figureOf(page, region))).toHaveText(model);
});

test('by keyboard: the next stop after the code is its first value', async ({ page }) => {
  await page.goto(`/en/${guide}`);
  const figure = figureOf(page, region);
  await figure.locator('pre').focus();
  await page.keyboard.press('Tab');
  const field = fieldOf(figure);
  await expect(field).toBeFocused();
  await expect(figure.locator('.placeholder-note')).toContainText('edit it here');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('mine');
  await page.keyboard.press('Enter');
  await expect(field).toHaveText('mine');
  await page.keyboard.press('Escape');
  await expect(field).toHaveText(model);
});

test('a value that would break the code is named, and not kept', async ({ page }) => {
  await page.goto(`/zh/${guide}`);
  const figure = figureOf(page, region);
  const field = fieldOf(figure);
  for (const bad of ['my "model"', 'C:\\m', "it's"]) {
    await write(page, field, bad);
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(figure.locator('.placeholder-note')).toContainText('Windows 路径请用 / 分隔');
    await figure.getByRole('button', { name: '复制' }).click();
    await expect.poll(() => pasted(page)).toBe(regionOf('repro.py', region));
    await expect(field).toHaveText(model);
  }
  await field.click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('Backspace');
  await expect(figure.locator('.placeholder-note')).toContainText('这里不能为空');
  await field.blur();
  await expect(field).toHaveText(model);
});

test('a download takes the values', async ({ page, browserName }) => {
  test.skip(browserName === 'firefox', 'WebDriver BiDi reports no download');
  await page.goto(`/en/${guide}`);
  const figure = figureOf(page, region);
  await write(page, fieldOf(figure), 'my-model');
  const download = page.waitForEvent('download');
  await figure.locator('figcaption a').click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('repro.py');
  const text = readFileSync(await file.path(), 'utf8');
  expect(text).toContain('"my-model"');
  expect(text).not.toContain(`"${model}"`);
});

test('without a change the link leads to the file as it ran', async ({ page }) => {
  await page.goto(`/en/${guide}`);
  const link = figureOf(page, region).locator('figcaption a');
  await expect(link).toHaveAttribute('href', /files\/flash-attn-dtype\/repro\.py$/);
});

test('paper shows the value that stands there', async ({ page, browserName }) => {
  test.skip(browserName === 'firefox', 'WebDriver BiDi cannot emulate print');
  await page.goto(`/en/${guide}`);
  const figure = figureOf(page, region);
  await write(page, fieldOf(figure), 'my-model');
  await page.emulateMedia({ media: 'print' });
  await expect(fieldOf(figure)).toBeVisible();
  await expect(fieldOf(figure)).toHaveText('my-model');
  await expect(figure.locator('.placeholder-note')).toBeHidden();
});

test('the fields are accessible', { tag: '@once' }, async ({ page }) => {
  await page.goto(`/en/${guide}`);
  const figure = figureOf(page, region);
  await write(page, fieldOf(figure), 'my "');
  expect(await violationsOfThemes(page, '#solutions')).toEqual([]);
});
