/** What programs are given, and the control that gives it to people. */
import { readFileSync } from 'node:fs';
import { pasted } from './support/snippets.ts';
import { expect, test } from './support/test.ts';

const slug = 'flash-attn-dtype';
const twin = (locale: string) => readFileSync(`dist/${locale}/guides/${slug}.md`, 'utf8');

for (const locale of ['en', 'zh']) {
  test(`copies the whole page in ${locale}`, async ({ page }) => {
    await page.goto(`/${locale}/guides/${slug}/`);
    const control = page.locator('tb-copy-markdown');
    await control.getByRole('link').click();
    await expect(control.getByRole('combobox')).toBeFocused();
    await control.getByRole('button').click();
    await expect(page.locator('#announcer')).not.toBeEmpty();
    expect(await pasted(page)).toBe(twin(locale));
  });
}

test('copies the part that the address names, with its sources', async ({ page }) => {
  await page.goto(`/en/guides/${slug}/#cause-dora-4bit`);
  const control = page.locator('tb-copy-markdown');
  await control.getByRole('link').click();
  await expect(control.getByRole('combobox')).toHaveValue('cause-dora-4bit');
  await control.getByRole('button').click();
  await expect(page.locator('#announcer')).not.toBeEmpty();
  const copied = await pasted(page);
  expect(copied).toMatch(/^### Cause 1 · DoRA/);
  expect(copied).toMatch(/\n\[1\]: https:\/\/github\.com\//);
  expect(copied).toMatch(/\/e\/flash-attn-dtype\/#cause-dora-4bit\n$/);
  expect(copied).not.toContain('Cause 2');
});

test('works with the keyboard alone', async ({ page }) => {
  await page.goto(`/zh/guides/${slug}/`);
  await page.locator('tb-copy-markdown a').focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('tb-copy-markdown select')).toBeFocused();
  await page.locator('tb-copy-markdown select').selectOption('fix-sdpa');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.locator('#announcer')).not.toBeEmpty();
  expect(await pasted(page)).toContain('/e/flash-attn-dtype/#fix-sdpa\n');
});

test('a link to the Markdown works where the script cannot fetch it', async ({
  page,
  complaints,
}) => {
  // Chromium complains that a page of plain text takes no part in the view transition.
  complaints.allow(/flash-attn-dtype\.md|ERR_FAILED|NetworkError|Transition was aborted/);
  await page.route('**/*.md', async (route) => {
    if (route.request().resourceType() === 'fetch') await route.abort();
    else await route.continue();
  });
  await page.goto(`/en/guides/${slug}/`);
  const opened = page.waitForURL(`**/en/guides/${slug}.md`, { waitUntil: 'commit' });
  await page.locator('tb-copy-markdown a').click();
  await opened;
});

test('programs get what they ask for, from anywhere', async ({ request }) => {
  const markdown = await request.get(`/zh/guides/${slug}.md`);
  expect(markdown.headers()).toMatchObject({
    'content-type': 'text/markdown; charset=utf-8',
    'access-control-allow-origin': '*',
  });
  const api = await request.get(`/api/v1/guides/${slug}.json`);
  expect(api.headers()).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'access-control-allow-origin': '*',
  });
  const feed = await request.get('/zh/feed.xml');
  expect(feed.headers()['content-type']).toBe('application/atom+xml; charset=utf-8');
});
