/** What a guide says of its runs, in the guide and in the full record: the values of `evidence.json`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lib/tool.ts';
import type { Evidence } from '../../src/lib/evidence/types.ts';
import { guide, languages } from './support/pages.ts';
import { expect, test } from './support/test.ts';

const folder = join(root, 'content', guide);
const evidence = JSON.parse(readFileSync(join(folder, 'evidence.json'), 'utf8')) as Evidence;
/** The fixes ran in several environments of one machine; some of them again later on another one. */
const onGpu = evidence.runs.filter(({ device }) => device.startsWith('NVIDIA'));
const gpu = onGpu[0]!;
/** Fix → the latest day on which it passed. */
const passed = new Map(
  onGpu
    .toSorted((a, b) => a.date.localeCompare(b.date))
    .flatMap(({ date, scenarios }) =>
      scenarios
        .filter(({ outcome }) => outcome === 'passed')
        .map(({ name }) => [name.split('/')[0]!, date] as const),
    ),
);
const message = 'RuntimeError: FlashAttention only support fp16 and bf16 data type';

for (const { home } of languages) {
  test(`the guide shows where it ran, and the log before and after: /${home}`, async ({ page }) => {
    await page.goto(`/${home}${guide}#evidence`);
    const panel = page.locator('#evidence');
    await expect(panel.locator('dd', { hasText: `H100 80GB · ${gpu.date}` })).toBeVisible();
    await expect(panel.getByText(gpu.environment.packages['torch']!)).toBeVisible();
    const log = panel.getByText(message);
    await expect(log).toBeHidden();
    await panel.locator('summary').first().focus();
    await page.keyboard.press('Enter');
    await expect(log).toBeVisible();
  });

  test(`each fix says whether and where it ran: /${home}`, async ({ page }) => {
    await page.goto(`/${home}${guide}`);
    for (const fix of await page.locator('[id^="fix-"]:has(.fix-stamp)').all()) {
      const id = ((await fix.getAttribute('id')) ?? '').replace('fix-', '');
      const stamp = fix.locator('.fix-stamp');
      const date = passed.get(`fix-${id}`);
      if (date) await expect(stamp).toContainText(date);
      else await expect(stamp).toHaveAttribute('data-state', 'not-run');
    }
  });

  test(`the record holds every scenario and the files: /${home}`, async ({ page }) => {
    await page.goto(`/${home}${guide}#evidence`);
    await page.locator('#evidence a[href$="/evidence/"]').click();
    await expect(page).toHaveURL(new RegExp(`/${home}${guide}evidence/$`));
    const count = evidence.runs.flatMap(({ scenarios }) => scenarios).length;
    await expect(page.locator('main details')).toHaveCount(count);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'evidence.json' }).click(),
    ]);
    expect(readFileSync(await download.path(), 'utf8')).toBe(
      readFileSync(join(folder, 'evidence.json'), 'utf8'),
    );
  });
}

for (const { home, raised } of [
  { home: 'en/', raised: 'raised as expected' },
  { home: 'zh/', raised: '按预期报错' },
]) {
  test(`a row of the record tells what happened, opens, and leads on: /${home}`, async ({
    page,
  }) => {
    await page.goto(`/${home}${guide}evidence/`);
    const row = (name: string) => page.locator('summary', { hasText: name }).first();
    await expect(row('error/')).toContainText(raised);
    const marker = (name: string) =>
      row(name).evaluate((summary) => getComputedStyle(summary, '::before').content);
    const closed = await marker('fix-');
    expect(closed).toMatch(/▸/);
    await row('fix-').click();
    expect(await marker('fix-')).not.toBe(closed);
    const id = (await row('fix-').locator('code').textContent())!.split('/')[0]!;
    await page.locator(`details[open] a[href$="#${id}"]`).click();
    await expect(page).toHaveURL(new RegExp(`/${home}${guide}#${id}$`));
    await expect(page.locator(`#${id}`)).toBeInViewport();
  });
}

test('on paper the logs are open', async ({ page, browserName }) => {
  test.skip(browserName === 'firefox', 'WebDriver BiDi cannot emulate print');
  await page.goto(`/en/${guide}`);
  const log = page.locator('#evidence pre').first();
  await expect(log).toBeHidden();
  await page.emulateMedia({ media: 'print' });
  await expect(log).toBeVisible();
  expect((await log.boundingBox())!.height).toBeGreaterThan(20);
});
