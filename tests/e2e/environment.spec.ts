/** The environment check: paste, findings, the way to the cause, Markdown, privacy, no JavaScript. */
import type { Locator, Page } from '@playwright/test';
import { paste } from './finder-page.ts';
import { violationsOfThemes } from './support/axe.ts';
import { languages } from './support/pages.ts';
import { expect, test } from './support/test.ts';

const secret = 'hf_zqx7secretsecret';
const broken = [
  'RuntimeError: FlashAttention only support fp16 and bf16 data type',
  '',
  'GPU 0: Tesla T4 (UUID: GPU-1)',
  '',
  'flash-attn==2.8.3',
  'peft==0.21.0',
  'torch==2.11.0+cu130',
  'torchvision==0.25.0+cu128',
  'transformers==5.5.0',
  'unsloth==2026.6.9',
  `mine-${secret}==1.0`,
  '',
].join('\n');

interface Check {
  readonly box: Locator;
  readonly field: Locator;
  readonly status: Locator;
  group(name: string): Locator;
}

async function open(page: Page, home: string): Promise<Check> {
  await page.goto(`/${home}environment/`);
  const box = page.locator('tb-environment-check');
  return {
    box,
    field: box.locator('textarea'),
    status: box.locator('[role="status"]'),
    group: (name) => box.locator(`[data-group="${name}"]`),
  };
}

for (const { home } of languages) {
  test(`a paste shows its error first, then what does not fit: ${home}`, async ({ page }) => {
    const check = await open(page, home);
    await paste(page, check.field, broken);
    await expect(check.status).not.toBeEmpty();
    await expect(check.group('error').locator('.title').first()).toContainText('FlashAttention');
    await expect(check.group('conflict')).toContainText('torchvision 0.25.0+cu128');
    await expect(check.group('conflict')).toContainText('Tesla T4 (Turing)');
    const headings = check.box.locator('[data-group]:visible > :is(h3, summary)');
    await expect(headings.first()).toHaveText(home === 'en/' ? 'Explains your error' : /报错/);
    await check.group('error').locator('[data-link]').first().click();
    await expect(page).toHaveURL(new RegExp(`/${home}guides/flash-attn-dtype/.*#cause-`));
    // The guide follows the set-up of the paste.
    await expect(page.locator('html')).toHaveAttribute('data-with', 'unsloth');
    await expect(page.locator('html')).toHaveAttribute('data-gpu', 'turing');
  });

  test(`no violation of a rule with a report: ${home}`, { tag: '@once' }, async ({ page }) => {
    const check = await open(page, home);
    await paste(page, check.field, broken);
    await expect(check.group('conflict')).toBeVisible();
    expect(await violationsOfThemes(page)).toEqual([]);
  });
}

test('a check is spoken once', { tag: '@once' }, async ({ page }) => {
  const check = await open(page, 'en/');
  await check.status.evaluate((status) => {
    const texts: string[] = [];
    Object.assign(globalThis, { spoken: texts });
    new MutationObserver(() => texts.push(status.textContent)).observe(status, {
      ...{ childList: true, characterData: true, subtree: true },
    });
  });
  await paste(page, check.field, broken);
  await expect(check.status).toContainText('do not fit together');
  const spoken = await page.evaluate(() => (globalThis as { spoken?: string[] }).spoken);
  expect(spoken).toHaveLength(1);
});

test('by keyboard: check, go to the line, clear', async ({ page }) => {
  const check = await open(page, 'en/');
  await check.field.focus();
  await page.keyboard.insertText('trl==1.15.0\ntransformers==4.30.0\n');
  await page.keyboard.press('ControlOrMeta+Enter');
  const origin = check.group('conflict').locator('[data-origin]').first();
  await origin.focus();
  await page.keyboard.press('Enter');
  await expect(check.field).toBeFocused();
  const selected = await check.field.evaluate((field: HTMLTextAreaElement) =>
    field.value.slice(field.selectionStart, field.selectionEnd),
  );
  expect(selected).toBe('trl==1.15.0');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(check.field).toHaveValue('');
  await expect(check.field).toBeFocused();
  await expect(check.box.locator('[data-result]')).toBeHidden();
});

test('the report is copied as scrubbed Markdown', { tag: '@once' }, async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const check = await open(page, 'en/');
  await paste(page, check.field, `OS: Linux ${secret}\nPyTorch version: 2.11.0+cpu\n${broken}`);
  await check.box.locator('[data-copy]').click();
  await expect(check.box.locator('[data-copy]')).toHaveText('Copied');
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toContain('### Environment');
  expect(text).toContain('#### Does not fit together');
  expect(text).not.toContain(secret);
});

test(
  'nothing of a paste is sent, stored or put into an address',
  { tag: '@once' },
  async ({ page }) => {
    const seen: string[] = [];
    page.on('request', (request) => seen.push(request.url(), request.postData() ?? ''));
    const check = await open(page, 'en/');
    await paste(page, check.field, broken);
    await expect(check.group('conflict')).toBeVisible();
    await expect(page).toHaveURL('/en/environment/');
    const stored = await page.evaluate(() =>
      [localStorage, sessionStorage].flatMap((area) => Object.values(area) as string[]).join('\n'),
    );
    expect(
      [...seen, stored].filter((text) => text.includes(secret) || text.includes('T4')),
    ).toEqual([]);
  },
);

test('markup in a paste stays text', { tag: '@once' }, async ({ page }) => {
  const check = await open(page, 'en/');
  await paste(page, check.field, 'GPU 0: <img src=x> card\n');
  await expect(check.box.locator('[data-facts]')).toContainText('<img src=x');
  await expect(check.box.locator('img')).toHaveCount(0);
});

test('on a phone a feature stays beside its cards', { tag: '@once' }, async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await open(page, 'en/');
  const table = page.getByRole('region', { name: 'What each GPU family can do' });
  const [feature, last] = ['FlashAttention 2', 'Blackwell'].map((text) =>
    table.getByText(text, { exact: true }),
  );
  await table.scrollIntoViewIfNeeded();
  await expect(last!).not.toBeInViewport({ ratio: 1 });
  await table.evaluate((region) => region.scrollTo({ left: region.scrollWidth }));
  await expect(last!).toBeInViewport({ ratio: 1 });
  await expect(feature!).toBeInViewport({ ratio: 1 });
});

test('what a list lacks is no conflict', { tag: '@once' }, async ({ page }) => {
  const check = await open(page, 'en/');
  const rows = ['Package Version', '------- -------', 'trl 1.15.0', 'transformers 4.30.0', ''];
  await paste(page, check.field, rows.join('\n'));
  await expect(check.status).toContainText('1 thing does not fit together');
  await expect(check.box.locator('[data-unknown]')).toContainText('only if the list is complete');
});

test('a text without versions says so', { tag: '@once' }, async ({ page }) => {
  const check = await open(page, 'en/');
  await paste(page, check.field, 'my training does not start');
  await expect(check.box.locator('[data-summary]')).toContainText('No version, card or driver');
  await expect(check.box.locator('[data-copy]')).toBeHidden();
});

test(
  'data that cannot be loaded is said, and the next try works',
  { tag: '@once' },
  async ({ page, complaints }) => {
    complaints.allow(/environment\.\w+\.json|Failed to load resource/);
    await page.route('**/data/environment.*.json', (route) => route.abort(), { times: 1 });
    const check = await open(page, 'en/');
    await paste(page, check.field, broken);
    await expect(check.status).toContainText('could not be loaded');
    await check.box.getByRole('button', { name: 'Check', exact: true }).click();
    await expect(check.group('conflict')).toBeVisible();
  },
);

test(
  'a guide leads to the check, and its box follows a list of versions',
  { tag: '@once' },
  async ({ page }) => {
    await page.goto('/en/guides/flash-attn-dtype/');
    const box = page.locator('tb-finder-box[data-mode="cause"]');
    await paste(page, box.locator('textarea'), 'GPU 0: Tesla T4 (UUID: GPU-1)\n\ntrl==1.15.0\n');
    await expect(page.locator('html')).toHaveAttribute('data-gpu', 'turing');
    await page.locator('#which-cause a[href$="/environment/"]').click();
    await expect(page).toHaveURL('/en/environment/');
  },
);

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  test.skip(({ browserName }) => browserName === 'firefox', 'Firefox cannot be told so');

  for (const { home } of languages) {
    test(`the page says what it needs and shows the tables: ${home}`, async ({ page }) => {
      const check = await open(page, home);
      await expect(check.box).toContainText('JavaScript');
      await expect(check.box.getByRole('button')).toHaveCount(0);
      await expect(check.field).not.toHaveAttribute('name');
      await expect(page.getByRole('row', { name: /FlashAttention 2/ })).toBeVisible();
      await expect(page.getByRole('cell', { name: '580' })).toBeVisible();
      await expect(page.locator('.libraries')).toContainText('transformers');
    });
  }
});
