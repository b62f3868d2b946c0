/** What the finder says where no message of a guide stands in the text. */
import { expect, finderOn, paste, test } from './finder-page.ts';

const unknown = `Traceback (most recent call last):
  File "/home/lin/loom.py", line 12, in <module>
[rank0]: LoomError: the warp shuttle of '/home/lin/loom' cannot be located, token=hf_zqx7secret`;

test('a described error is answered by what is closest, not by "nothing"', async ({ page }) => {
  await page.goto('/zh/find/');
  const finder = finderOn(page);
  await finder.field.fill('多卡训练卡住半小时后报 nccl 超时，单卡正常');
  await page.keyboard.press('Enter');
  await expect(finder.links.first()).toHaveAttribute('href', /\/nccl-timeout\//);
  await expect(finder.unsure).toContainText('没有指南与这段内容完全对得上');
  await expect(finder.box).not.toContainText('没有匹配', { useInnerText: true });
});

test('an unknown error leads on: upstream, and to all messages', async ({ page, context }) => {
  const asked: string[] = [];
  context.on('request', (request) => asked.push(request.url()));
  await page.goto('/en/find/');
  const finder = finderOn(page);
  const elsewhere = finder.box.locator('[data-answer="elsewhere"]');
  await paste(page, finder.field, unknown);
  const search = elsewhere.getByRole('link', { name: 'Search GitHub issues' });
  // What would be sent is what is shown.
  await expect(elsewhere.locator('code')).toHaveText(
    'LoomError the warp shuttle of cannot be located',
  );
  const address = new URL((await search.getAttribute('href')) ?? '');
  expect(address.host).toBe('github.com');
  expect(address.searchParams.get('q')).toBe(await elsewhere.locator('code').innerText());
  await expect(elsewhere.getByRole('link', { name: 'All messages' })).toBeVisible();
  expect(asked.filter((url) => url.includes('github'))).toEqual([]);

  await paste(page, finder.field, 'ValueError: Attempting to unscale FP16 gradients.');
  await expect(finder.group('exact')).toBeVisible();
  await expect(elsewhere).toBeHidden();
});

test(
  'answers look like links, and a related one shows more than a line of its message',
  { tag: '@once' },
  async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto('/en/find/');
    const finder = finderOn(page);
    await finder.field.fill('flash attention only support half precision dtype');
    await page.keyboard.press('Enter');
    const hit = finder
      .group('related')
      .locator('.hit', { hasText: 'FlashAttention only supports Ampere' });
    await expect(hit.locator('.title')).toHaveCSS('text-decoration-line', 'underline');
    const lines = await hit.locator('code').evaluate((code) => {
      const range = document.createRange();
      range.selectNodeContents(code);
      return new Set([...range.getClientRects()].map(({ top }) => top)).size;
    });
    expect(lines).toBe(2);
  },
);

test('one letter is too short to search, and finds nothing', async ({ page }) => {
  await page.goto('/zh/find/');
  const finder = finderOn(page);
  await finder.field.fill('显存不足');
  await page.keyboard.press('Enter');
  await expect(finder.links.first()).toBeVisible();
  await finder.field.fill('x');
  await page.keyboard.press('Enter');
  await expect(finder.status).toHaveText(/^太短了/);
  await expect(finder.box.locator('[data-answer="too-short"]')).toBeVisible();
  await expect(finder.links).toHaveCount(0);

  await page.goto('/en/guides/flash-attn-dtype/');
  const onGuide = finderOn(page, 'cause');
  await onGuide.field.fill('x');
  await page.keyboard.press('Enter');
  await expect(onGuide.status).toHaveText(/^Nothing in this text decides/);
});
