import type { Page } from '@playwright/test';
import { unslothTraceback } from './finder-pastes-table.ts';
import { expect, finderOn, paste, test } from './finder-page.ts';

/** A training log of about so many characters, with the error in the middle. */
function log(length: number): string {
  const row = (step: number) =>
    `[rank0]: {'loss': 2.31, 'learning_rate': 1.2e-05, 'epoch': ${step}}\n`;
  const half = Array.from({ length: Math.round(length / 140) }, (_, step) => row(step)).join('');
  return `${half}${unslothTraceback}\n${half}`;
}

/** The event that a paste sends; a real clipboard of megabytes would measure the test's own field. */
async function pasteEvent(page: Page, text: string): Promise<void> {
  await finderOn(page).field.evaluate((field, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    field.focus();
    field.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, text);
}

async function expectExact(page: Page): Promise<void> {
  const link = finderOn(page).group('exact').locator('[data-link]').first();
  await expect(link).toHaveAttribute('href', /flash-attn-dtype/, { timeout: 40_000 });
}

/** Drops a file on the box. Its content is repeated, so that large files need no large message. */
async function drop(page: Page, name: string, bytes: number[], times = 1): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, content, count]) => {
      const parts = Array.from({ length: count }, () => new Uint8Array(content));
      const data = new DataTransfer();
      data.items.add(new File(parts, fileName));
      return data;
    },
    [name, bytes, times] as const,
  );
  const { box } = finderOn(page);
  await box.dispatchEvent('dragover', { dataTransfer: transfer });
  await box.dispatchEvent('drop', { dataTransfer: transfer });
}

const bytesOf = (text: string): number[] => [...new TextEncoder().encode(text)];

for (const [name, length, bring] of [
  ['200 KB', 190_000, (page: Page, text: string) => paste(page, finderOn(page).field, text)],
  ['5 MB', 5_000_000, pasteEvent],
] as const) {
  // A paste event that a script makes carries no data in Firefox.
  const tag = bring === pasteEvent ? '@once' : [];
  test(`a paste of ${name} is answered off the page’s thread`, { tag }, async ({ page }) => {
    test.slow();
    const workers: string[] = [];
    page.on('worker', (worker) => workers.push(worker.url()));
    await page.goto('/en/');
    await bring(page, log(length));
    await expectExact(page);
    expect(workers.some((url) => url.includes('finder.worker'))).toBe(true);
    await finderOn(page).field.fill('CUDA out of memory');
    await page.keyboard.press('Enter');
    await expect(finderOn(page).links.first()).toHaveAttribute('href', /\/cuda-oom\//);
  });
}

test('a long paste is shown by its ends, and read and kept as a whole', async ({
  page,
  browserName,
}) => {
  test.skip(browserName === 'firefox', 'a paste event that a script makes carries no data there');
  await page.goto('/zh/');
  const { field } = finderOn(page);
  await pasteEvent(page, log(190_000));
  await expect(field).toHaveValue(/\n\[… 此处有 [\d,]+ 个字符未显示，但同样参与分析 …\]\n/);
  expect((await field.inputValue()).length).toBeLessThan(6_000);
  await expectExact(page);
  await field.press('ControlOrMeta+End');
  await page.keyboard.type('CUDA out of memory');
  await page.keyboard.press('Control+Enter');
  await expect(
    finderOn(page).links.filter({ hasText: 'CUDA out of memory' }).first(),
  ).toBeVisible();
  await expectExact(page);
  await page.getByRole('link', { name: 'English' }).first().click();
  await expect(field).toHaveValue(/characters are not shown here[^]*CUDA out of memory$/);
  await expectExact(page);
  await page.getByRole('button', { name: 'Clear' }).first().click();
  await expect(field).toHaveValue('');
  await page.reload();
  await expect(field).toHaveValue('');
});

test(
  'without a worker a long paste is answered on the page',
  { tag: '@once' },
  async ({ page, complaints }) => {
    complaints.allow(/finder\.worker|ERR_FAILED/);
    await page.route('**/finder.worker*', (route) => route.abort());
    await page.goto('/en/');
    await paste(page, finderOn(page).field, log(80_000));
    await expectExact(page);
  },
);

test('a dropped log is answered, and kept when the language changes', async ({ page }) => {
  await page.goto('/en/');
  await drop(page, 'train.log', bytesOf(log(4_000)));
  await expectExact(page);
  await expect(finderOn(page).field).toHaveValue(/FlashAttention only support/);
  await page.getByRole('link', { name: '中文' }).first().click();
  await expectExact(page);
});

test('a log in UTF-16, as Windows shells write it, is text', async ({ page }) => {
  await page.goto('/en/');
  const bytes = [0xff, 0xfe, ...bytesOf(unslothTraceback).flatMap((byte) => [byte, 0])];
  await drop(page, 'train.log', bytes);
  await expectExact(page);
});

test('a file that is no text is refused with a word', { tag: '@once' }, async ({ page }) => {
  await page.goto('/en/');
  await drop(page, 'model.safetensors', [0x89, 0x50, 0, 0, 0xff, 0xd8]);
  const { box, status, field } = finderOn(page);
  await expect(box.locator('[data-answer="not-text"]')).toBeVisible();
  await expect(status).toHaveText('That file is not text.');
  await expect(field).toHaveValue('');
});

test('a file that is too large is refused with a word', { tag: '@once' }, async ({ page }) => {
  await page.goto('/zh/');
  await drop(page, 'train.log', bytesOf('step\n'.repeat(2_000)), 600);
  await expect(finderOn(page).box.locator('[data-answer="file-too-large"]')).toBeVisible();
});
