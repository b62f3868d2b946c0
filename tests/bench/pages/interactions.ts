/**
 * What a reader does, on a processor made four times slower: how long until the next paint shows
 * that it was heard, and how long the longest task after it holds up the next thing.
 */
import { type Browser, type Page, chromium } from '@playwright/test';
import { chromiumOptions } from '../../../scripts/browser.mjs';
import { unslothTraceback } from '../../e2e/finder-pastes-table.ts';

const SLOWDOWN = 4;
/** How long a button of the mouse stays down, in milliseconds. */
const HELD = 80;
/** Events that are shorter are not told: Chromium's own limit, in milliseconds. */
export const SHORTEST = 16;

export interface Reaction {
  /** From the input to the paint after it, in steps of 8 milliseconds; 0 below `SHORTEST`. */
  readonly nextPaint: number;
  /** Of that, handlers; the rest is waiting, layout and paint. */
  readonly handlers: number;
  /** The longest task within a second, 0 below 50 milliseconds. */
  readonly longestTask: number;
}

interface Interaction {
  readonly name: string;
  readonly path: string;
  /** Where the input goes: brought into view first. */
  readonly target: string;
  readonly act: (page: Page, target: string) => Promise<void>;
}

/**
 * As a hand does it. Playwright's own click moves, presses and releases within one frame, and its
 * check of what lies under the pointer forces style and hit tests into that frame.
 */
async function click(page: Page, target: string): Promise<void> {
  const box = await page.locator(target).first().boundingBox();
  if (!box) throw new Error(`Nothing to click at: ${target}`);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.waitForTimeout(200);
  await page.mouse.down();
  await page.waitForTimeout(HELD);
  await page.mouse.up();
}

/** Into the field that `copyInto` left. */
const paste = (page: Page) => page.keyboard.press('ControlOrMeta+v');

const guide = (locale: string) => `/${locale}/guides/flash-attn-dtype/`;

/** Each on a page that has just been opened: the first time is the slowest. */
export const interactions: readonly Interaction[] = ['en', 'zh'].flatMap((locale) => [
  { name: 'open the finder', path: guide(locale), target: '[data-open-finder]', act: click },
  { name: 'paste', path: `/${locale}/find/`, target: 'tb-finder-box textarea', act: paste },
  {
    name: 'switch the context',
    path: guide(locale),
    target: 'tb-context-bar button[value="trl"]',
    act: click,
  },
  { name: 'theme', path: guide(locale), target: 'tb-theme-toggle button', act: click },
  { name: 'language', path: guide(locale), target: 'tb-language-link a', act: clickAndStay },
]);

/** The browser tells nothing of a page that it leaves, so the click's own way is stopped at its end. */
async function clickAndStay(page: Page, target: string): Promise<void> {
  await page.evaluate(() => {
    addEventListener('click', (event) => {
      event.preventDefault();
    });
  });
  await click(page, target);
}

export interface Reader {
  react(interaction: Interaction): Promise<Reaction>;
  close(): Promise<void>;
}

export async function startReader(origin: string): Promise<Reader> {
  const browser = await chromium.launch(chromiumOptions());
  return {
    react: (interaction) => react(browser, origin, interaction),
    close: () => browser.close(),
  };
}

declare global {
  /** Entries since the interaction began. */
  var noted: { events: PerformanceEventTiming[]; tasks: PerformanceEntry[] };
}

async function react(browser: Browser, origin: string, one: Interaction): Promise<Reaction> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
    await page.goto(origin + one.path, { waitUntil: 'networkidle' });
    const target = page.locator(one.target).first();
    await target.scrollIntoViewIfNeeded();
    if (one.act === paste) await copyInto(page, one.target);
    await page.evaluate(note, SHORTEST);
    await one.act(page, one.target);
    await page.waitForTimeout(1000);
    return await page.evaluate(() => {
      const worst = noted.events.toSorted((a, b) => b.duration - a.duration)[0];
      return {
        nextPaint: worst?.duration ?? 0,
        handlers: worst ? worst.processingEnd - worst.processingStart : 0,
        longestTask: Math.max(0, ...noted.tasks.map(({ duration }) => duration)),
      };
    });
  } finally {
    await context.close();
  }
}

/** Puts the error on the clipboard, without an event that the finder would hear, and leaves the empty field with the focus. */
async function copyInto(page: Page, target: string): Promise<void> {
  await page.locator(target).first().focus();
  await page.evaluate((text) => {
    const field = document.activeElement as HTMLTextAreaElement;
    field.value = text;
    field.select();
  }, unslothTraceback);
  await page.keyboard.press('ControlOrMeta+c');
  await page.evaluate(() => {
    (document.activeElement as HTMLTextAreaElement).value = '';
  });
}

/** Runs in the page. */
function note(shortest: number): void {
  globalThis.noted = { events: [], tasks: [] };
  const interactions: PerformanceObserverInit & { durationThreshold: number } = {
    type: 'event',
    durationThreshold: shortest,
  };
  new PerformanceObserver((list) => {
    const events = list.getEntries() as PerformanceEventTiming[];
    // Others, such as a pointer that moves, are no interaction.
    noted.events.push(...events.filter(({ interactionId }) => interactionId > 0));
  }).observe(interactions);
  new PerformanceObserver((list) => {
    noted.tasks.push(...list.getEntries());
  }).observe({ type: 'longtask' });
}
