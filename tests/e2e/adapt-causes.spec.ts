/** Ways to the cause without a traceback: questions, and a probe whose output is read. */
import type { Page } from '@playwright/test';
import { violationsOfThemes } from './support/axe.ts';
import { guide } from './support/pages.ts';
import { expect, test } from './support/test.ts';

const row = (page: Page, cause: string) => page.locator(`tr[data-cause="${cause}"]`);
const chooser = (page: Page) => page.locator('tb-cause-chooser');

async function paste(page: Page, text: string): Promise<void> {
  const box = page.locator('#which-cause');
  await box.getByRole('textbox').fill(text);
  await box.locator('[type="submit"]').click();
}

test('the questions are answered by keyboard, one after the other', async ({ page }) => {
  await page.goto(`/en/${guide}`);
  await chooser(page).locator('summary').focus();
  await page.keyboard.press('Enter');
  const questions = chooser(page).getByRole('radiogroup');
  await expect(questions).toHaveCount(1);
  await expect(questions.first()).toHaveAccessibleName('When does it raise?');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(row(page, 'outside-autocast')).toHaveAttribute('data-current', '');
  await expect(page.locator('#announcer')).toContainText('The forward pass runs outside autocast');
  await page.keyboard.press('ArrowDown');
  await expect(row(page, 'data-parallel')).toHaveAttribute('data-current', '');
  await expect(row(page, 'outside-autocast')).not.toHaveAttribute('data-current', '');
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('tr[data-current]')).toHaveCount(0);
  await expect(questions).toHaveCount(2);
  await expect(questions.last()).toHaveAccessibleName('Is bf16 or fp16 on?');
  await chooser(page).getByRole('radio', { name: 'Yes' }).check();
  await chooser(page)
    .getByRole('radio', { name: /use_dora=True/ })
    .check();
  await expect(row(page, 'dora-4bit')).toHaveAttribute('data-current', '');
  await chooser(page).getByRole('link', { name: 'DoRA on a 4-bit base under autocast' }).click();
  await expect(page).toHaveURL(/#cause-dora-4bit$/);
  // Another first answer takes the later ones back.
  await chooser(page).getByRole('radio').first().check();
  await expect(questions).toHaveCount(1);
});

test('the open questions are accessible', { tag: '@once' }, async ({ page }) => {
  await page.goto(`/zh/${guide}`);
  await chooser(page).locator('summary').click();
  await chooser(page).getByRole('radio').last().check();
  expect(await violationsOfThemes(page, '#which-cause')).toEqual([]);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  test.skip(({ browserName }) => browserName === 'firefox', 'Firefox cannot be told so');

  test('the questions are a list of links', async ({ page }) => {
    await page.goto(`/en/${guide}`);
    await chooser(page).locator('summary').click();
    await expect(chooser(page).getByText('next question')).toHaveCount(2);
    await chooser(page).getByRole('link', { name: 'Cause 1', exact: true }).click();
    await expect(page).toHaveURL(/#cause-dora-4bit$/);
  });
});

test('the output of the probe is read', async ({ page }) => {
  await page.goto(`/en/${guide}`);
  const line = (state: string) => `tracebook-probe q=float32 k=float32 v=float32 ${state}`;
  const embedding = 'weights=float32 packed=False first=Embedding';
  await paste(page, `step 1\n[rank0]: ${line(`autocast=off grad=False ${embedding}`)}\n`);
  const answer = page.locator('#which-cause [data-answer="cause"]');
  await expect(answer).toContainText('The forward pass runs outside autocast');
  await expect(row(page, 'outside-autocast')).toHaveAttribute('data-current', '');
  const status = page.locator('#which-cause [role="status"]');
  await expect(status).toContainText('outside autocast');
  await paste(page, line(`autocast=off grad=True ${embedding}`));
  await expect(row(page, 'no-mixed-precision')).toHaveAttribute('data-current', '');
  await expect(row(page, 'outside-autocast')).not.toHaveAttribute('data-current', '');
});

test('a line that was cut off is named, with a whole one', async ({ page }) => {
  await page.goto(`/zh/${guide}`);
  await paste(page, 'tracebook-probe q=float32 k=flo');
  const answer = page.locator('#which-cause [data-answer="probe"]');
  await expect(answer).toContainText('可能被截断了');
  await expect(answer).toContainText('autocast={autocast}');
  await expect(page.locator('tr[data-current]')).toHaveCount(0);
  await paste(page, 'RuntimeError: query and key must have the same dtype');
  await expect(answer).toBeHidden();
});

test('the probe is a file to take', async ({ page, request }) => {
  await page.goto(`/en/${guide}`);
  const link = page.locator('#which-cause').getByRole('link', { name: 'probe.py' });
  const response = await request.get((await link.getAttribute('href')) ?? '');
  const text = await response.text();
  expect(text).toContain('tracebook-probe');
  expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(30);
});

test('several causes may remain', async ({ page }) => {
  await page.goto('/en/guides/no-grad-fn/');
  await paste(page, 'trainable tensors: 0 | grad mode: True');
  await expect(row(page, 'frozen-adapter')).toHaveAttribute('data-current', '');
  await expect(row(page, 'all-frozen')).toHaveAttribute('data-current', '');
  await expect(page.locator('#which-cause [data-answer="cause"] a')).toHaveCount(2);
});
