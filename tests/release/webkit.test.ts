/** The site in WebKit, the engine of Safari, which Playwright cannot drive as systems ship it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing, startWebKit, type WebKit } from './support/webkit.ts';
import { watchedSite } from './support/watched-site.ts';
import type { Host } from './support/programs.ts';

/** Held until the end of what is pressed with it. */
const control = '\uE009';
const error = 'RuntimeError: FlashAttention only support fp16 and bf16 data type';
const guide = '/zh/guides/flash-attn-dtype/';
const isMissing = missing.length > 0;

describe.skipIf(isMissing)(
  isMissing ? `WebKitGTK, left out: there is no ${missing.join(' and no ')} here` : 'WebKitGTK',
  () => {
    let site: Host;
    let browser: WebKit;
    beforeAll(async () => {
      site = await watchedSite();
      browser = await startWebKit();
    }, 60_000);
    afterAll(async () => {
      await browser.stop();
      await site.stop();
    });

    const attribute = (selector: string, name: string) =>
      browser.run(
        (query, key) => document.querySelector(query)?.getAttribute(key) ?? null,
        selector,
        name,
      );
    const expectNoFailure = async () => {
      expect(await browser.run(() => failures)).toEqual([]);
    };

    it('opens a guide', async () => {
      await browser.open(site.origin + guide);
      expect(await browser.run(() => document.querySelector('h1')?.textContent)).toContain(
        'FlashAttention only support fp16 and bf16 data type',
      );
      await expectNoFailure();
    });

    it('changes the theme', async () => {
      const background = () => getComputedStyle(document.documentElement).backgroundColor;
      await browser.open(site.origin + guide);
      await browser.click('tb-theme-toggle button');
      expect(await attribute('html', 'data-theme')).toBe('light');
      const light = await browser.run(background);
      await browser.click('tb-theme-toggle button');
      expect(await attribute('html', 'data-theme')).toBe('dark');
      expect(await browser.run(background)).not.toBe(light);
      await expectNoFailure();
    });

    it('folds what the chosen trainer cannot use', async () => {
      await browser.open(site.origin + guide);
      const fold = '#fix-upgrade-unsloth [aria-expanded]';
      await browser.click('tb-context-bar button[value="trl"]');
      expect(await attribute('tb-context-bar button[value="trl"]', 'aria-pressed')).toBe('true');
      expect(await attribute(fold, 'aria-expanded')).toBe('false');
      await browser.click('tb-context-bar button[value="trl"]');
      await expectNoFailure();
    });

    it('copies a snippet, or selects it and says how to go on', async () => {
      await browser.open(site.origin + guide);
      await browser.click('tb-copy-button button');
      const said = () => document.getElementById('announcer')?.textContent;
      await expect.poll(() => browser.run(said)).toMatch(/已复制|Ctrl C/);
      if ((await browser.run(said)) !== '已复制')
        expect(await browser.run(() => getSelection()?.toString())).toContain('unsloth');
      await expectNoFailure();
    });

    it('answers a pasted error with its guide', async () => {
      await browser.open(`${site.origin}/zh/find/`);
      const field = 'tb-finder-box textarea';
      const fill = (query: string, text: string) => {
        document.querySelector<HTMLTextAreaElement>(query)!.value = text;
      };
      await browser.run(fill, field, error);
      await browser.press(field, `${control}axv`);
      const first = () =>
        document
          .querySelector('tb-finder-box [data-group]:not([hidden]) [data-link]')
          ?.getAttribute('href') ?? '';
      await expect.poll(() => browser.run(first)).toContain(guide);
      await expectNoFailure();
    });
  },
);
