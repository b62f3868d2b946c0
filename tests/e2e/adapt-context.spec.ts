/** The reader's set-up: from the address, a choice, a paste or another tab; folded with the reason. */
import type { Page } from '@playwright/test';
import { violationsOfThemes } from './support/axe.ts';
import { guide } from './support/pages.ts';
import { expect, test } from './support/test.ts';

const bar = (page: Page) => page.locator('tb-context-bar');
const choice = (page: Page, name: string) => bar(page).getByRole('button', { name, exact: true });
const note = (page: Page) => page.locator('[data-context-note]');

/** Puts a text into "which cause is mine?" as a paste does. */
async function paste(page: Page, text: string): Promise<void> {
  const box = page.locator('#which-cause');
  await box.getByRole('textbox').first().fill(text);
  await box.getByRole('button', { name: /^(Find|查找)$/ }).click();
}

const t4 = 'GPU 0: Tesla T4\nRuntimeError: FlashAttention only support fp16 and bf16 data type';

test(
  'the address sets the choice; card names become families; unknown values are ignored',
  { tag: '@once' },
  async ({ page }) => {
    await page.goto(`/en/${guide}?gpu=t4&with=trl`);
    await expect(choice(page, 'Turing')).toHaveAttribute('aria-pressed', 'true');
    await expect(choice(page, 'TRL')).toHaveAttribute('aria-pressed', 'true');
    await expect(page).toHaveURL(/gpu=turing/);
    await page.goto(`/en/${guide}?gpu=voodoo2&with=keras`);
    // The last choice is remembered; the nonsense changes nothing.
    await expect(choice(page, 'Turing')).toHaveAttribute('aria-pressed', 'true');
    await expect(page.getByText('Turing: this cannot be your error.')).toBeVisible();
  },
);

test('a choice is remembered on other guides and in the other language', async ({ page }) => {
  await page.goto(`/en/${guide}`);
  await choice(page, 'Volta').click();
  await page.goto('/zh/guides/unscale-fp16-gradients/');
  await expect(choice(page, 'Volta')).toHaveAttribute('aria-pressed', 'true');
  const fix = page.locator('#fix-bf16');
  await expect(fix.getByRole('button', { name: /Ampere 之前的卡没有硬件 bf16/ })).toBeVisible();
});

test('a cause that cannot be is folded with the reason, and opens', async ({ page }) => {
  await page.goto('/en/guides/xformers-no-operator/?gpu=ampere');
  const cause = page.locator('#cause-too-new');
  const fold = cause.getByRole('button', { name: /this card is not too new/ });
  await expect(fold).toHaveAttribute('aria-expanded', 'false');
  const text = cause.getByText('You have this if');
  await expect(text).toBeHidden();
  await fold.click();
  await expect(text).toBeVisible();
  await choice(page, 'Blackwell').click();
  await expect(fold).toBeHidden();
  await expect(text).toBeVisible();
});

test('a choice in one tab is a choice in the other', async ({ page, context }) => {
  await page.goto(`/en/${guide}`);
  const other = await context.newPage();
  await other.goto('/en/guides/unscale-fp16-gradients/');
  await choice(page, 'Ada').click();
  await expect(choice(other, 'Ada')).toHaveAttribute('aria-pressed', 'true');
  await expect(other.locator('html')).toHaveAttribute('data-gpu', 'ada');
  await choice(page, 'Ada').click();
  await expect(choice(other, 'Ada')).toHaveAttribute('aria-pressed', 'false');
});

test('switching moves neither the bar nor what follows it', async ({ page }) => {
  await page.goto('/en/guides/unscale-fp16-gradients/');
  // The driver may scroll to reach the button: before the measure, not between.
  await choice(page, 'Turing').hover();
  const tops = () =>
    Promise.all(
      [bar(page), page.locator('#quick-fix')].map(async (part) => (await part.boundingBox())?.y),
    );
  const before = await tops();
  await choice(page, 'Turing').click();
  await expect(choice(page, 'Turing')).toHaveAttribute('aria-pressed', 'true');
  expect(await tops()).toEqual(before);
});

test(
  'on a phone the chosen value stands whole in its strip',
  { tag: '@once' },
  async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`/en/${guide}`);
    for (const name of ['Blackwell', 'PyTorch', 'Volta']) {
      const button = choice(page, name);
      await button.click();
      const [own, strip] = await Promise.all([
        button.boundingBox(),
        button.locator('..').boundingBox(),
      ]);
      expect(own!.x).toBeGreaterThanOrEqual(strip!.x);
      expect(own!.x + own!.width).toBeLessThanOrEqual(strip!.x + strip!.width);
    }
    const notice = page.locator('.impossible');
    await expect(notice.getByRole('link')).toHaveAttribute('href', /flash-attn-needs-ampere\/$/);
  },
);

test('a quick fix shows code to every reader', { tag: '@once' }, async ({ page }) => {
  for (const trainer of ['unsloth', 'trl', 'transformers', 'pytorch']) {
    await page.goto(`/en/guides/cuda-oom/?with=${trainer}`);
    await expect(page.locator('#quick-fix pre').first()).toBeVisible();
  }
});

test('a paste sets the choice, says so, and takes it back', async ({ page }) => {
  await page.goto(`/en/${guide}`);
  const box = page.locator('#which-cause textarea');
  await box.scrollIntoViewIfNeeded();
  await paste(page, t4);
  await expect(note(page)).toContainText('Showing Turing, because your paste has “Tesla T4”.');
  await expect(page.locator('#announcer')).toContainText('Turing');
  await expect(choice(page, 'Turing')).toHaveAttribute('aria-pressed', 'true');
  await expect(box).toBeInViewport();
  await note(page).getByRole('button', { name: 'Undo' }).click();
  await expect(choice(page, 'Turing')).toHaveAttribute('aria-pressed', 'false');
  await expect(page).not.toHaveURL(/gpu=/);
  // The paste is kept for the next page, and so is the reader's word.
  await page.goto('/en/guides/unscale-fp16-gradients/');
  await expect(page.locator('#which-cause textarea')).toHaveValue(/Tesla T4/);
  await expect(
    page.locator('#which-cause .summary, #which-cause [data-answer]:visible'),
  ).not.toHaveCount(0);
  await expect(choice(page, 'Turing')).toHaveAttribute('aria-pressed', 'false');
});

test(
  'a paste never overrides what the reader chose: it offers',
  { tag: '@once' },
  async ({ page }) => {
    await page.goto(`/zh/${guide}?gpu=ampere`);
    await paste(page, t4);
    await expect(note(page)).toContainText('粘贴内容里是 Turing，而你之前选的是 Ampere。');
    await expect(choice(page, 'Ampere')).toHaveAttribute('aria-pressed', 'true');
    await note(page).getByRole('button', { name: '改为 Turing' }).click();
    await expect(choice(page, 'Turing')).toHaveAttribute('aria-pressed', 'true');
    await expect(note(page)).toHaveCount(0);
  },
);

test(
  'a paste in the finder sets the choice for the guide that is opened next',
  { tag: '@once' },
  async ({ page }) => {
    await page.goto('/en/find/');
    const frame = 'File "/site-packages/trl/trainer/sft_trainer.py", line 1, in train';
    await page.getByRole('textbox').fill(`${frame}\n${t4}`);
    await page.getByRole('button', { name: 'Find' }).click();
    await expect(note(page)).toContainText('TRL');
    await page
      .getByRole('link', { name: /FlashAttention only support/ })
      .first()
      .click();
    await expect(choice(page, 'TRL')).toHaveAttribute('aria-pressed', 'true');
  },
);

test('nothing of this is in the way of accessibility', { tag: '@once' }, async ({ page }) => {
  await page.goto(`/en/${guide}`);
  await paste(page, t4);
  await expect(note(page)).toBeVisible();
  expect(await violationsOfThemes(page, '#which-cause')).toEqual([]);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  test.skip(({ browserName }) => browserName === 'firefox', 'Firefox cannot be told so');

  test('every cause and fix is there to read', async ({ page }) => {
    await page.goto('/en/guides/xformers-no-operator/?gpu=ampere');
    await expect(page.locator('#cause-too-new').getByText('You have this if')).toBeVisible();
    await expect(page.locator('#fix-uninstall').getByText('Choose this when')).toBeVisible();
  });
});
