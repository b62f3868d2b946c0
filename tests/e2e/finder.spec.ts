import { unslothTraceback } from './finder-pastes-table.ts';
import { expect, finderOn, listen, paste, test } from './finder-page.ts';

test('a paste opens the guide at its cause, and the guide marks the row', async ({ page }) => {
  await page.goto('/en/');
  const finder = finderOn(page);
  await paste(page, finder.field, unslothTraceback);
  const line = finder.group('exact').locator('q');
  await expect(line.locator('mark')).toHaveText(
    'FlashAttention only support fp16 and bf16 data type',
  );
  // The cause is told of the guide that is shown already.
  await expect(finder.links.first()).toHaveAttribute('href', /#cause-dora/);
  await finder.links.first().click();
  await expect(page).toHaveURL(/\/en\/guides\/flash-attn-dtype\/(?:\?[^#]*)?#cause-dora/);

  const onGuide = finderOn(page, 'cause');
  await expect(onGuide.field).toHaveValue(unslothTraceback);
  const link = onGuide.box.locator('[data-answer="cause"] [data-link]');
  await expect(link).toHaveAttribute('href', /^#cause-dora/);
  const row = page.locator('tr[data-current]');
  await expect(row).toHaveCount(1);
  await expect(row.locator('a').first()).toHaveText(await link.innerText());
});

test('a guide says when the paste is another error', { tag: '@once' }, async ({ page }) => {
  await page.goto('/zh/guides/flash-attn-dtype/');
  const finder = finderOn(page, 'cause');
  await paste(page, finder.field, 'ValueError: Attempting to unscale FP16 gradients.');
  const other = finder.box.locator('[data-answer="other"]');
  await expect(other).toBeVisible();
  await expect(other.locator('a')).toHaveAttribute('href', /\/unscale-fp16-gradients\//);
  await expect(page.locator('tr[data-current]')).toHaveCount(0);
});

test(
  'a guide finds the cause in a configuration that prints no error',
  { tag: '@once' },
  async ({ page }) => {
    await page.goto('/en/guides/flash-attn-dtype/');
    const finder = finderOn(page, 'cause');
    await paste(
      page,
      finder.field,
      'model = get_peft_model(model, LoraConfig(r=16, use_dora=True))',
    );
    await expect(page.locator('tr[data-current]')).toHaveAttribute('data-cause', /dora/);
  },
);

test(
  'a guide that is not written yet says so and shows upstream',
  { tag: '@once' },
  async ({ page }) => {
    await page.goto('/en/');
    const finder = finderOn(page);
    const planned = await page.evaluate(async () => {
      const meta = document.querySelector<HTMLMetaElement>('meta[name="tb:signatures"]');
      const response = await fetch(meta?.content ?? '');
      const { slugs, kinds, headlines } = (await response.json()) as Record<string, string[]>;
      // A capital marks a guide that is planned.
      const at = [...kinds!].findIndex((kind) => kind !== kind.toLowerCase());
      return at < 0 ? undefined : { slug: slugs![at], headline: headlines![at] };
    });
    test.skip(planned === undefined, 'every guide is written');
    await paste(page, finder.field, planned?.headline ?? '');
    const hit = finder.group('exact').locator('.hit').first();
    await expect(hit.locator('[data-planned]')).toBeVisible();
    await expect(hit.locator('[data-links] a').first()).toHaveAttribute('href', /^https:/);
    await expect(hit.locator('[data-link]')).toHaveAttribute('href', `/e/${planned?.slug ?? ''}/`);
  },
);

test(
  'the live region speaks once for each settled question',
  { tag: '@once' },
  async ({ page }) => {
    await page.goto('/en/find/');
    const finder = finderOn(page);
    const heard = await listen(finder);
    await paste(page, finder.field, unslothTraceback);
    await expect(finder.status).toHaveText(/^1 matching guide/);
    await paste(page, finder.field, 'How do I bake sourdough bread at home?');
    await expect(finder.status).toHaveText(/^No guide matches/);
    await page.waitForTimeout(500);
    expect(await heard()).toHaveLength(2);
  },
);

test('several errors of one text are called so', { tag: '@once' }, async ({ page }) => {
  await page.goto('/en/find/');
  const finder = finderOn(page);
  const heading = finder.group('exact').getByRole('heading');
  await paste(page, finder.field, unslothTraceback);
  await expect(heading).toHaveText('This error');
  await paste(
    page,
    finder.field,
    `${unslothTraceback}\nValueError: Attempting to unscale FP16 gradients.`,
  );
  await expect(finder.group('exact').locator('.hit')).toHaveCount(2);
  await expect(heading).toHaveText('Errors in your text');
  await expect(finder.group('exact')).toContainText('Begin with the one that was printed first');
});

test('passages of text come below and move nothing', async ({ page }) => {
  await page.goto('/zh/find/');
  const finder = finderOn(page);
  const { promise: held, resolve: release } = Promise.withResolvers<undefined>();
  await page.route('**/pagefind/pagefind.js', async (route) => {
    await held;
    await route.continue();
  });
  await finder.field.fill('混合精度怎么开');
  await page.keyboard.press('Enter');
  await expect(finder.group('related')).toBeVisible();
  const first = await finder.links.first().elementHandle();
  const before = await finder.links.first().boundingBox();
  release(undefined);
  await expect(finder.status).not.toBeEmpty();
  expect(await finder.links.first().boundingBox()).toEqual(before);
  expect(await first.evaluate((link) => link.isConnected)).toBe(true);
});

for (const [path, words] of [
  ['/zh/find/', '混合精度怎么开'],
  ['/en/find/', 'mixed precision autocast'],
] as const) {
  test(`typed words find passages of the guides: ${words}`, async ({ page }) => {
    await page.goto(path);
    const finder = finderOn(page);
    const text = finder.group('text');
    await finder.field.fill(words);
    // On a slow machine the first full-text search may run out of its three seconds.
    await expect(async () => {
      await finder.field.press('Enter');
      await expect(text).toBeVisible();
    }).toPass();
    await expect(text.locator('a[href*="#"]').first()).toHaveAttribute(
      'href',
      new RegExp(path.slice(0, 4)),
    );
    await expect(text.locator('mark').first()).toBeVisible();
  });
}

test('Clear empties the box, the answers and what was kept', async ({ page }) => {
  await page.goto('/en/');
  const finder = finderOn(page);
  await paste(page, finder.field, unslothTraceback);
  await expect(finder.group('exact')).toBeVisible();
  await finder.box.getByRole('button', { name: 'Clear' }).click();
  await expect(finder.field).toHaveValue('');
  await expect(finder.field).toBeFocused();
  await expect(finder.group('exact')).toBeHidden();
  await expect(finder.status).toBeEmpty();
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  await page.reload();
  await expect(finder.field).toHaveValue('');
});

test('a change of language keeps the paste and answers again', async ({ page }) => {
  await page.goto('/en/');
  await paste(page, finderOn(page).field, unslothTraceback);
  await expect(finderOn(page).group('exact')).toBeVisible();
  await page.getByRole('link', { name: '中文' }).first().click();
  await expect(page).toHaveURL(/\/zh\/$/);
  const finder = finderOn(page);
  await expect(finder.field).toHaveValue(unslothTraceback);
  await expect(finder.links.first()).toHaveAttribute('href', /^\/zh\/guides\/flash-attn-dtype\//);
});

test(
  'what scrolls keeps away from the frame and from the tools',
  { tag: '@once' },
  async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto('/en/find/');
    const gaps = await finderOn(page).field.evaluate((field) => {
      const [text, frame, tools] = [field, field.closest('form'), field.nextElementSibling].map(
        (element) => element!.getBoundingClientRect(),
      );
      return [text!.top - frame!.top, tools!.top - text!.bottom];
    });
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(8);
  },
);
