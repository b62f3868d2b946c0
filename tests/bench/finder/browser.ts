/** Times the built finder in Chromium: from a paste to its first answers in the page, laid out. */
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { findChromium } from '../../../scripts/browser.mjs';
import { createSiteServer } from '../../../scripts/lib/site-server.ts';
import { root } from '../../../scripts/lib/tool.ts';

export interface BrowserBench {
  /** Milliseconds to the first answers on a page that has loaded nothing of the finder. */
  cold(text: string, slowdown?: number): Promise<number>;
  /** Milliseconds for each of many pastes on a page that has answered one before. */
  warm(texts: readonly string[]): Promise<number[]>;
  close(): Promise<void>;
}

/** Starts a server for `dist` and a Chromium. */
export async function startBrowser(): Promise<BrowserBench> {
  const server = createSiteServer(join(root, 'dist'));
  await new Promise<void>((resolve) => void server.listen(0, 'localhost', resolve));
  const address = `http://localhost:${(server.address() as AddressInfo).port}/en/find/`;
  const executablePath = findChromium();
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  return {
    cold: (text, slowdown = 1) => withPage(browser, address, slowdown, (page) => ask(page, text)),
    warm: (texts) =>
      withPage(browser, address, 1, async (page) => {
        await ask(page, 'CUDA out of memory');
        await page.waitForLoadState('networkidle');
        const times: number[] = [];
        for (const text of texts) times.push(await ask(page, text));
        return times;
      }),
    close: async () => {
      await browser.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

async function withPage<Result>(
  browser: Browser,
  address: string,
  slowdown: number,
  use: (page: Page) => Promise<Result>,
): Promise<Result> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    // Nothing is fetched ahead: the page has just been opened and the paste follows at once.
    await page.addInitScript(() => Object.assign(globalThis, { requestIdleCallback: () => 0 }));
    await page.goto(address);
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    return await use(page);
  } finally {
    await context.close();
  }
}

/** Pastes a text and waits for the first answers, or for the words that there are none. */
function ask(page: Page, text: string): Promise<number> {
  return page.evaluate(
    (pasted) =>
      new Promise<number>((resolve) => {
        const box = document.querySelector('tb-finder-box[data-mode="page"]')!;
        const field = box.querySelector('textarea')!;
        const results = box.querySelector<HTMLElement>('.results')!;
        field.value = pasted;
        const from = performance.now();
        const observer = new MutationObserver(() => {
          const answered = '[data-group]:not([hidden]) li, [data-answer="none"]:not([hidden])';
          if (!results.querySelector(answered)) return;
          results.getBoundingClientRect();
          observer.disconnect();
          resolve(performance.now() - from);
        });
        observer.observe(results, { childList: true, attributes: true, subtree: true });
        field.dispatchEvent(new InputEvent('input', { inputType: 'insertFromPaste' }));
      }),
    text,
  );
}
