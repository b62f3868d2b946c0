/**
 * Times the built finder in Chromium: from a paste to its first answers in the page, laid out. Beside the clock, which
 * other work on the machine moves, the processor time of the page's main thread.
 */
import { join } from 'node:path';
import { chromium, type Browser, type CDPSession, type Page } from '@playwright/test';
import { chromiumOptions } from '../../../scripts/browser.mjs';
import { startServer } from '../../../scripts/lib/running-server.ts';
import { createSiteServer } from '../../../scripts/lib/site-server.ts';
import { root } from '../../../scripts/lib/tool.ts';

/** Milliseconds to the first answers. */
export interface Taken {
  clock: number;
  processor: number;
}

export interface BrowserBench {
  /** On a page that has loaded nothing of the finder. */
  cold(text: string, slowdown?: number): Promise<Taken>;
  /** Each of many pastes on a page that has answered one before. */
  warm(texts: readonly string[]): Promise<Taken[]>;
  close(): Promise<void>;
}

/** Starts a server for `dist` and a Chromium. */
export async function startBrowser(): Promise<BrowserBench> {
  const server = await startServer(createSiteServer(join(root, 'dist')));
  const address = `${server.origin}/en/find/`;
  const browser = await chromium.launch(chromiumOptions());
  return {
    cold: (text, slowdown = 1) => withPage(browser, address, slowdown, (ask) => ask(text)),
    warm: (texts) =>
      withPage(browser, address, 1, async (ask, page) => {
        await ask('CUDA out of memory');
        await page.waitForLoadState('networkidle');
        const times: Taken[] = [];
        for (const text of texts) times.push(await ask(text));
        return times;
      }),
    close: async () => {
      await browser.close();
      await server.stop();
    },
  };
}

async function withPage<Result>(
  browser: Browser,
  address: string,
  slowdown: number,
  use: (ask: (text: string) => Promise<Taken>, page: Page) => Promise<Result>,
): Promise<Result> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    // Nothing is fetched ahead: the page has just been opened and the paste follows at once.
    await page.addInitScript(() => Object.assign(globalThis, { requestIdleCallback: () => 0 }));
    await page.goto(address);
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    return await use((text) => measure(page, session, text), page);
  } finally {
    await context.close();
  }
}

async function measure(page: Page, session: CDPSession, text: string): Promise<Taken> {
  const before = await busy(session);
  const clock = await ask(page, text);
  return { clock, processor: (await busy(session)) - before };
}

/** Processor time of the page's main thread so far, in milliseconds. */
async function busy(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0);
}

/** A text of nothing but blanks has no answer to wait for. */
const GIVE_UP_MS = 3000;

/**
 * Pastes a text and waits for the first answers, or for the words that there are none; resolves to
 * NaN where neither came.
 */
function ask(page: Page, text: string): Promise<number> {
  return page.evaluate(
    ([pasted, giveUp]) =>
      new Promise<number>((resolve) => {
        const box = document.querySelector('tb-finder-box[data-mode="page"]')!;
        const field = box.querySelector('textarea')!;
        const results = box.querySelector<HTMLElement>('.results')!;
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', pasted);
        const paste = new ClipboardEvent('paste', { clipboardData, cancelable: true });
        const from = performance.now();
        const observer = new MutationObserver(() => {
          const answered = '[data-group]:not([hidden]) li, [data-answer="none"]:not([hidden])';
          if (!results.querySelector(answered)) return;
          results.getBoundingClientRect();
          observer.disconnect();
          resolve(performance.now() - from);
        });
        setTimeout(() => {
          observer.disconnect();
          resolve(Number.NaN);
        }, giveUp);
        observer.observe(results, { childList: true, attributes: true, subtree: true });
        if (!field.dispatchEvent(paste)) return;
        // The browser's own part.
        field.value = pasted;
        field.dispatchEvent(new InputEvent('input', { inputType: 'insertFromPaste' }));
      }),
    [text, GIVE_UP_MS] as const,
  );
}
