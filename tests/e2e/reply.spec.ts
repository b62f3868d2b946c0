/** Links and issue replies: from a heading, the guide's head, a cause, a fix, a hit of the finder. */
import type { Locator, Page } from '@playwright/test';
import { expect, finderOn, paste, test } from './finder-page.ts';
import { violationsOfThemes } from './support/axe.ts';
import { guide, languages } from './support/pages.ts';
import { pasted } from './support/snippets.ts';

const words = {
  en: {
    open: 'Share or reply',
    copyReply: 'Copy reply',
    copyLink: 'Copy link',
    copyMarkdown: 'Copy as Markdown link',
    fromResult: 'Issue reply…',
    plain: 'Plain text',
    copied: 'Copied',
    cause: '**Likely cause:**',
    check: '**Check that it worked:**',
    title: 'DoRA on a 4-bit base under autocast',
  },
  'zh-CN': {
    open: '分享或回复',
    copyReply: '复制回复',
    copyLink: '复制链接',
    copyMarkdown: '复制为 Markdown 链接',
    fromResult: '生成 issue 回复…',
    plain: '纯文本',
    copied: '已复制',
    cause: '**可能的原因：**',
    check: '**怎么确认：**',
    title: '4-bit 基座上用 DoRA，并且开着 autocast',
  },
} as const;

const message = 'RuntimeError: FlashAttention only support fp16 and bf16 data type';
/** The origin of the build, which is not that of the server under test. */
const origin = 'http://localhost:4321';
const link = `${origin}/e/flash-attn-dtype/`;

const dialogOn = (page: Page): Locator => page.getByRole('dialog');
const preview = (page: Page): Locator => page.locator('[data-preview]');

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

for (const { home, lang, tags } of languages) {
  const say = words[lang];
  test.describe(lang, { tag: [...tags] }, () => {
    test('the head of a guide makes a reply', async ({ page }) => {
      await page.goto(`/${home}${guide}?gpu=hopper`);
      await page.locator('tb-share').getByRole('button').click();
      await expect(preview(page)).toContainText(message);
      await expect(preview(page)).toContainText(`<${link}?gpu=hopper>`);
      await expect(preview(page)).not.toContainText(say.cause);
      const title = await page.locator('article > .human').textContent();
      await expect(page.locator('[data-subject]')).toHaveText(title?.trim() ?? '');
      await page.getByRole('button', { name: say.copyReply }).click();
      await expect(page.getByRole('dialog').getByRole('status')).toHaveText(say.copied);
      expect(await clipboard(page)).toBe(await preview(page).textContent());
    });

    test('a cause makes a reply in either language and form', async ({ page }) => {
      await page.goto(`/${home}${guide}`);
      await page.locator('#cause-dora-4bit > .share-here').click();
      await expect(preview(page)).toContainText(say.cause);
      await expect(preview(page)).toContainText(`<${link}#cause-dora-4bit>`);
      const [other, otherWords] = lang === 'en' ? ['中文', words['zh-CN']] : ['English', words.en];
      await page.getByLabel(other).check();
      await expect(preview(page)).toContainText(otherWords.cause);
      await page.getByLabel(say.plain).check();
      await expect(preview(page)).not.toContainText('**');
      await page.getByRole('button', { name: say.copyReply }).click();
      await expect(page.getByRole('dialog').getByRole('status')).toHaveText(say.copied);
      expect(await clipboard(page)).toContain(`    ${message}\n`);
    });

    test('a fix makes a reply with its check, and links', async ({ page }) => {
      await page.goto(`/${home}${guide}?with=trl`);
      await page.locator('#fix-mixed-precision > .share-here').click();
      await expect(preview(page)).toContainText(say.check);
      const address = `${link}?with=trl#fix-mixed-precision`;
      await page.getByRole('button', { name: say.copyLink, exact: true }).click();
      await expect(page.getByRole('dialog').getByRole('status')).toHaveText(say.copied);
      expect(await clipboard(page)).toBe(address);
      await page.getByRole('button', { name: say.copyMarkdown }).click();
      await expect.poll(() => clipboard(page)).toMatch(/^\[[^\]]+\]\(http/);
      expect(await clipboard(page)).toContain(`](${address})`);
    });

    test('a hit of the finder quotes what was pasted, as text', async ({ page }) => {
      await page.goto(`/${home}find/`);
      const finder = finderOn(page);
      const hostile = `${message} @torvalds #1 <img src=x> hf_abcdefghijklmnop \`\`\`\`\n`;
      await paste(page, finder.field, `  File "/home/lin/train.py"\n${hostile}NVIDIA H100`);
      const hit = finder.group('exact').locator('li').first();
      await hit.getByRole('button', { name: say.fromResult }).click();
      await expect(preview(page)).toContainText('`````text\n');
      const text = (await preview(page).textContent()) ?? '';
      expect(text).toContain(message);
      expect(text).toContain('gpu=hopper');
      expect(text).not.toMatch(/lin\/train|hf_abc/);
      await expect(dialogOn(page).locator('img')).toHaveCount(0);
      await page.getByRole('button', { name: say.copyReply }).click();
      await expect(page.getByRole('dialog').getByRole('status')).toHaveText(say.copied);
      expect(await clipboard(page)).toBe(text);
    });

    test('the link of a heading copies its permanent form', async ({ page }) => {
      await page.goto(`/${home}${guide}?gpu=ada`);
      await expect(page.locator('#principles > .share-here')).toBeVisible();
      await page.locator('#principles > h2 a').click();
      await expect(page).toHaveURL(`/${home}${guide}?gpu=ada#principles`);
      await expect.poll(() => clipboard(page)).toBe(`${link}?gpu=ada#principles`);
    });

    test('everything works by keyboard, and the focus returns', async ({ page, isMobile }) => {
      test.skip(isMobile, 'a phone has no keyboard');
      await page.goto(`/${home}${guide}`);
      const opener = page.getByRole('button', { name: `${say.open}: ${say.title}` });
      await opener.focus();
      await page.keyboard.press('Enter');
      await expect(preview(page)).toContainText(say.cause);
      await expect(page.getByRole('button', { name: say.copyLink, exact: true })).toBeFocused();
      await page.keyboard.press('Escape');
      await expect(dialogOn(page)).toHaveCount(0);
      await expect(opener).toBeFocused();
    });

    test('the open dialog violates no rule', { tag: '@once' }, async ({ page }) => {
      await page.goto(`/${home}${guide}`);
      await page.locator('#cause-dora-4bit > .share-here').click();
      await expect(preview(page)).toContainText(say.cause);
      expect(await violationsOfThemes(page)).toEqual([]);
    });
  });
}

test('from the finder’s dialog the focus returns to the hit', async ({ page, isMobile }) => {
  test.skip(isMobile, 'a phone has no keyboard');
  await page.goto(`/en/${guide}`);
  await page.keyboard.press('Control+k');
  const finder = finderOn(page, 'dialog');
  await finder.field.fill(`Traceback (most recent call last):\n${message}`);
  await page.keyboard.press('Control+Enter');
  const button = finder.group('exact').getByRole('button', { name: words.en.fromResult });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(preview(page)).toContainText(message);
  await page.keyboard.press('Escape');
  await expect(button).toBeFocused();
});

test('a reply that cannot be loaded says so; the links work', async ({ page, complaints }) => {
  complaints.allow(/status of 404/);
  await page.route('**/replies/*.json', (route) => route.fulfill({ status: 404 }));
  await page.goto(`/en/${guide}`);
  await page.locator('tb-share').getByRole('button').click();
  await expect(preview(page)).toContainText('could not be loaded');
  await expect(page.getByRole('button', { name: words.en.copyReply })).toBeDisabled();
  await page.getByRole('button', { name: words.en.copyLink, exact: true }).click();
  await expect.poll(() => clipboard(page)).toBe(link);
});

test('on a low screen the dialog shows that it copied', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 500 });
  await page.goto(`/en/${guide}`);
  await page.locator('tb-share').getByRole('button').click();
  await expect(preview(page)).toContainText(message);
  await page.getByRole('button', { name: words.en.copyReply }).click();
  await expect(page.getByRole('dialog').getByRole('status')).toBeInViewport({ ratio: 0.9 });
});

test('where copying is blocked the text is selected', async ({ page }) => {
  await page.addInitScript(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('blocked'));
  });
  await page.goto(`/en/${guide}`);
  await page.locator('tb-share').getByRole('button').click();
  await expect(preview(page)).toContainText(message);
  await page.getByRole('button', { name: words.en.copyReply }).click();
  await expect(page.getByRole('dialog').getByRole('status')).toContainText('Ctrl C');
  const selected = await page.evaluate(() => getSelection()?.toString());
  expect(selected).toContain(message);
});

test('what is copied by keyboard is what is pasted', async ({ page, isMobile }) => {
  test.skip(isMobile, 'a phone has no keyboard');
  await page.goto(`/en/${guide}`);
  await page.locator('#fix-cast-qkv > .share-here').click();
  await expect(preview(page)).toContainText(message);
  const text = await preview(page).textContent();
  await page.getByRole('button', { name: words.en.copyReply }).press('Enter');
  await expect(page.getByRole('dialog').getByRole('status')).toHaveText(words.en.copied);
  await page.keyboard.press('Escape');
  expect(await pasted(page)).toBe(text);
});
