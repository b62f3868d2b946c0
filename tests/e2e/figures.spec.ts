/** Figures: on their own pages and in guides, by keyboard, without JavaScript, in both languages. */
import type { Locator, Page } from '@playwright/test';
import { figureIds } from '../../src/lib/figures/ids.ts';
import { violationsOfThemes } from './support/axe.ts';
import { languages } from './support/pages.ts';
import { expect, test } from './support/test.ts';

const panelOf = (page: Page, id: string) => page.locator(`tb-figure-panel[data-figure="${id}"]`);

const heightOf = async (place: Locator) => (await place.boundingBox())?.height ?? 0;

/** Moves to a control with the keyboard alone. */
async function tabTo(page: Page, control: Locator): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await control.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('the keyboard does not reach it');
}

/** Opens a figure's page and waits until its controls answer. */
async function openFigure(page: Page, home: string, id: string): Promise<Locator> {
  await page.goto(`/${home}figures/${id}/`);
  await page.waitForLoadState('networkidle');
  return panelOf(page, id);
}

test.describe('by keyboard', () => {
  test.skip(({ isMobile }) => isMobile, 'a phone has none');

  test('the attention figure answers and says so', async ({ page }) => {
    const panel = await openFigure(page, 'en/', 'attention-kernel');
    const status = panel.getByRole('status');
    await expect(status).toContainText('SDPA takes cuDNN.');
    await expect(status).toHaveAttribute('data-fails', 'false');
    await tabTo(page, panel.getByRole('radio', { name: 'bf16' }));
    await page.keyboard.press('ArrowRight');
    await expect(panel.getByRole('radio', { name: 'fp32' })).toBeChecked();
    await expect(status).toContainText('SDPA takes the memory-efficient kernel.');
    await expect(status).toContainText('flash_attn_func cannot take this call.');
    await expect(status).toHaveAttribute('data-fails', 'true');
    const flash = panel.locator('[data-kernel="flash"]');
    await expect(flash).toContainText('needs fp16 or bf16');
    await tabTo(page, panel.getByLabel('GPU'));
  });

  test('the order of the kernels follows the card', async ({ page }) => {
    const panel = await openFigure(page, 'en/', 'attention-kernel');
    await panel.getByLabel('GPU').selectOption({ label: 'A100 · Ampere' });
    await expect(panel.locator('ol [data-kernel]')).toHaveText([
      /flash\s*runs/,
      /memory-efficient\s*not reached/,
      /math\s*not reached/,
      /cuDNN\s*not reached/,
    ]);
  });

  test('the DoRA figure is repaired by its switch', async ({ page }) => {
    const panel = await openFigure(page, 'zh/', 'dora-dtype');
    const status = panel.getByRole('status');
    await expect(status).toContainText('kernel 收到 fp32，报错。');
    await expect(panel.locator('[data-step][data-dtype="fp32"]')).toHaveCount(4);
    await tabTo(page, panel.getByRole('checkbox', { name: '进 kernel 前' }));
    await page.keyboard.press('Space');
    await expect(status).toContainText('就修好了');
    await expect(status).toHaveAttribute('data-fails', 'false');
    await expect(panel.locator('[data-step="kernel"]')).toContainText('bf16');
    await page.keyboard.press('Space');
    await expect(status).toContainText('kernel 收到 fp32，报错。');
  });

  test('the memory figure grows with the batch', async ({ page }) => {
    const panel = await openFigure(page, 'en/', 'step-memory');
    const peak = panel.locator('[data-peak]');
    const before = Number(await peak.textContent());
    await tabTo(page, panel.getByLabel('Batch'));
    await page.keyboard.press('ArrowDown');
    await expect(panel.getByLabel('Batch')).toHaveValue('2');
    await expect.poll(async () => Number(await peak.textContent())).toBeGreaterThan(before);
  });
});

test('QLoRA has no dtype to choose', { tag: '@once' }, async ({ page }) => {
  const panel = await openFigure(page, 'en/', 'step-memory');
  await expect(panel.getByRole('radio', { name: 'bf16' })).toBeEnabled();
  await panel.getByLabel('Method').selectOption('qlora');
  await expect(panel.getByRole('radio', { name: 'bf16' })).toBeDisabled();
});

test('state stays in the figure', { tag: '@once' }, async ({ page }) => {
  const panel = await openFigure(page, 'en/', 'attention-kernel');
  await panel.getByLabel('GPU').selectOption({ label: 'T4, RTX 20 · Turing' });
  await expect(panel.getByRole('status')).toContainText('falls back to math');
  expect(new URL(page.url()).search).toBe('');
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
});

test('wide tables scroll by keyboard, under the name of their heading', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const tables = {
    'attention-kernel': 'As a table',
    'dora-dtype': 'As a table',
    'step-memory': /./,
  };
  for (const [id, name] of Object.entries(tables)) {
    await page.goto(`/en/figures/${id}/`);
    const region = page.getByRole('region', { name }).first();
    await region.focus();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => region.evaluate(({ scrollLeft }) => scrollLeft)).toBeGreaterThan(0);
  }
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  test.skip(({ browserName }) => browserName === 'firefox', 'Firefox cannot be told so');

  for (const { home } of languages) {
    test(`every figure shows a state and its tables: ${home}`, async ({ page }) => {
      for (const id of figureIds) {
        await page.goto(`/${home}figures/${id}/`);
        await expect(panelOf(page, id).getByRole('status')).not.toBeEmpty();
        await expect(panelOf(page, id).getByRole('radio').first()).toBeHidden();
        expect(await page.locator('.prose table').count()).toBeGreaterThan(0);
        await expect(page.locator('noscript p')).toBeVisible();
      }
    });
  }

  test('in a guide there is a link and no gap', { tag: '@once' }, async ({ page }) => {
    await page.goto('/zh/guides/cuda-oom/');
    const place = page.locator('tb-figure');
    await expect(place.getByRole('link')).toContainText('图：');
    expect(await heightOf(place)).toBeLessThan(100);
  });
});

test.describe('in a guide', () => {
  for (const { home } of languages) {
    test(`nothing moves when the figures come: ${home}`, async ({ page, browserName }) => {
      test.skip(browserName !== 'chromium', 'only Chromium reports layout shifts');
      await page.goto(`/${home}guides/flash-attn-dtype/`);
      await page.evaluate(() => {
        const state = window as unknown as { shift: number };
        state.shift = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            const { value } = entry as unknown as { value: number };
            state.shift += value;
          }
        }).observe({ type: 'layout-shift' });
      });
      for (const id of ['dora-dtype', 'attention-kernel']) {
        const place = page.locator('tb-figure', { has: page.locator(`a[href$="/${id}/"]`) });
        const before = await heightOf(place);
        await place.scrollIntoViewIfNeeded();
        await expect(panelOf(page, id).getByRole('status')).not.toBeEmpty();
        await page.waitForTimeout(300);
        expect(await heightOf(place)).toBe(before);
      }
      expect(await page.evaluate(() => (window as unknown as { shift: number }).shift)).toBe(0);
    });
  }

  test(
    'the figure takes the GPU of the context bar, and follows it',
    { tag: '@once' },
    async ({ page }) => {
      await page.goto('/en/guides/flash-attn-dtype/?gpu=turing');
      await page.locator('tb-figure a[href$="/attention-kernel/"]').scrollIntoViewIfNeeded();
      const panel = panelOf(page, 'attention-kernel');
      await expect(panel.getByLabel('GPU')).toHaveValue('t4');
      await expect(panel.getByRole('status')).toContainText('falls back to math');
      await page.evaluate(() => {
        document.documentElement.dataset['gpu'] = 'ada';
      });
      await expect(panel.getByLabel('GPU')).toHaveValue('rtx4090');
      await expect(panel.getByRole('status')).toContainText('SDPA takes the flash kernel.');
    },
  );

  test(
    'nothing of a figure is fetched before the reader comes near',
    { tag: '@once' },
    async ({ page }) => {
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      await page.goto('/en/guides/cuda-oom/');
      await page.waitForLoadState('networkidle');
      expect(asked.filter((url) => /\/figures\/|figure\.[\w-]+\.css/.test(url))).toEqual([]);
      await page.locator('tb-figure').scrollIntoViewIfNeeded();
      await expect(panelOf(page, 'step-memory')).toBeVisible();
    },
  );

  test(
    'where the figure cannot be fetched, its link remains and no gap',
    { tag: '@once' },
    async ({ page, complaints }) => {
      complaints.allow(/figures/);
      complaints.allow(/ERR_FAILED|Failed to load resource|NetworkError/);
      await page.route('**/figures/**', (route) => route.abort());
      await page.goto('/en/guides/cuda-oom/');
      const place = page.locator('tb-figure');
      await place.scrollIntoViewIfNeeded();
      await expect(place.getByRole('link')).toBeVisible();
      await expect.poll(() => heightOf(place)).toBeLessThan(100);
    },
  );

  test(
    'axe finds nothing in an embedded figure, in either theme',
    { tag: '@once' },
    async ({ page }) => {
      await page.goto('/zh/guides/flash-attn-dtype/');
      for (const id of ['dora-dtype', 'attention-kernel']) {
        await page.locator(`tb-figure a[href$="/${id}/"]`).scrollIntoViewIfNeeded();
        await expect(panelOf(page, id)).toBeVisible();
      }
      expect(await violationsOfThemes(page, 'tb-figure')).toEqual([]);
    },
  );
});
