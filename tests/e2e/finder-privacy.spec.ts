import { unslothTraceback } from './finder-pastes-table.ts';
import { expect, finderOn, paste, test } from './finder-page.ts';

const secret = 'hf_zqx7secret';

test('no request and no address carries the paste', async ({ page }) => {
  const seen: string[] = [];
  page.on('request', (request) => {
    seen.push(request.url(), request.postData() ?? '', request.headers()['referer'] ?? '');
  });
  await page.goto('/en/find/');
  const finder = finderOn(page);
  // Without an exact answer the full text is asked too.
  await paste(page, finder.field, `token ${secret}: how do I turn mixed precision on`);
  await expect(finder.status).not.toBeEmpty();
  await paste(page, finder.field, `${unslothTraceback}\n${secret}`);
  await expect(finder.group('exact')).toBeVisible();
  await finder.links.first().click();
  await expect(page).toHaveURL(/flash-attn-dtype/);
  await page.getByRole('link', { name: '中文' }).first().click();
  await expect(page).toHaveURL(/\/zh\//);
  seen.push(page.url());
  expect(seen.filter((text) => text.includes(secret) || text.includes('q='))).toEqual([]);
});

test('a typed line is shared in the address and read from there', async ({ page }) => {
  await page.goto('/en/find/');
  const finder = finderOn(page);
  await finder.field.pressSequentially('cuda out of memory');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/en/find/?q=cuda+out+of+memory');
  await page.evaluate(() => sessionStorage.clear());
  await page.reload();
  await expect(finder.field).toHaveValue('cuda out of memory');
  await expect(finder.links.first()).toHaveAttribute('href', /\/cuda-oom\//);
  await page.getByRole('link', { name: '中文' }).first().click();
  await expect(page).toHaveURL('/zh/find/?q=cuda+out+of+memory');
  await expect(finder.field).toHaveValue('cuda out of memory');
});

test('a pasted line is not shared, nor is a typed text with a paste in it', async ({ page }) => {
  await page.goto('/en/find/?q=old');
  const finder = finderOn(page);
  await expect(finder.field).toHaveValue('old');
  await paste(page, finder.field, 'CUDA out of memory');
  await expect(finder.links.first()).toHaveAttribute('href', /\/cuda-oom\//);
  await expect(page).toHaveURL('/en/find/');
  await page.keyboard.press('End');
  await page.keyboard.type(' please help');
  await page.keyboard.press('Enter');
  await expect(finder.status).not.toBeEmpty();
  await expect(page).toHaveURL('/en/find/');
});

test('home pages never write an address', { tag: '@once' }, async ({ page }) => {
  await page.goto('/en/');
  const finder = finderOn(page);
  await finder.field.pressSequentially('cuda out of memory');
  await page.keyboard.press('Enter');
  await expect(finder.status).not.toBeEmpty();
  await expect(page).toHaveURL('/en/');
});

for (const hostile of [
  '<img src=x onerror=alert(1)>',
  '"><script>alert(1)</script>',
  '{{constructor}} (a+)+$ \u202E\u0000 ../../etc',
]) {
  test(
    `a hostile query is plain text: ${JSON.stringify(hostile)}`,
    { tag: '@once' },
    async ({ page }) => {
      let alerts = 0;
      page.on('dialog', (dialog) => {
        alerts += 1;
        void dialog.dismiss();
      });
      await page.goto(`/en/find/?q=${encodeURIComponent(hostile)}`);
      const finder = finderOn(page);
      await expect(finder.status).not.toBeEmpty();
      await expect(finder.field).toHaveValue(hostile.replaceAll(/\s+/g, ' '));
      await expect(finder.box.locator('img, script')).toHaveCount(0);
      expect(alerts).toBe(0);
    },
  );
}

test('hostile markup in a paste is shown as text', { tag: '@once' }, async ({ page }) => {
  await page.goto('/en/');
  const finder = finderOn(page);
  const text =
    'RuntimeError: <b>FlashAttention</b> only support fp16 and bf16 data type <img src=x>';
  await paste(page, finder.field, text);
  await expect(finder.links.first()).toHaveAttribute('href', /flash-attn-dtype/);
  await expect(finder.box.locator('img, q b')).toHaveCount(0);
});

test('a query that is too long is cut', { tag: '@once' }, async ({ page }) => {
  await page.goto(`/en/find/?q=${'cuda '.repeat(500)}`);
  const value = await finderOn(page).field.inputValue();
  expect(value.length).toBeLessThan(200);
});
