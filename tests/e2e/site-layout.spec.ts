/** Nothing sticks out of the window, nothing moves while a page loads. */
import type { Page } from '@playwright/test';
import { figureIds } from '../../src/lib/figures/ids.ts';
import { guide, kindsOfPage, languages, open } from './support/pages.ts';
import { expect, test } from './support/test.ts';

const widths = Array.from({ length: 15 }, (_, index) => 320 + index * 80);

/**
 * How much wider than the window the page is, and the innermost part that causes it. A table of
 * causes must be readable without scrolling sideways.
 */
function overflow(page: Page): Promise<string | undefined> {
  return page.evaluate(() => {
    const causes = document.querySelector('.cause-table');
    if (causes && causes.scrollWidth > causes.clientWidth) return 'scrolls its table of causes';
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return undefined;
    const culprit = [...document.body.querySelectorAll('*')].findLast(
      (element) =>
        element.scrollWidth > element.clientWidth &&
        getComputedStyle(element).overflowX === 'visible',
    );
    const text = culprit?.textContent.trim().slice(0, 40) ?? '';
    return `${scrollWidth} > ${clientWidth}: <${culprit?.tagName.toLowerCase() ?? '?'}> ${text}`;
  });
}

const figurePages = figureIds.map((id) => `figures/${id}/`);

const groups = [
  ['bilingual', /^(?!en\/|zh\/)/],
  ['English', /^en\//],
  ['Chinese', /^zh\//],
] as const;

for (const [group, pattern] of groups) {
  test(`pages fit every width: ${group}`, async ({ page }) => {
    test.setTimeout(180_000);
    const found: string[] = [];
    for (const path of kindsOfPage.filter((one) => pattern.test(one))) {
      await open(page, path);
      for (const width of widths) {
        await page.setViewportSize({ width, height: 800 });
        const wider = await overflow(page);
        if (wider) found.push(`/${path} ${wider}`);
      }
    }
    expect(found).toEqual([]);
  });
}

for (const { home, tags } of languages) {
  test(`text of twice the size fits a phone: /${home}`, { tag: [...tags] }, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    const found: string[] = [];
    for (const path of ['', guide, `${guide}evidence/`, 'find/', ...figurePages]) {
      await open(page, home + path);
      await page.evaluate(() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync('html { font-size: 200% } * { content-visibility: visible !important }');
        document.adoptedStyleSheets = [sheet];
      });
      const wider = await overflow(page);
      if (wider) found.push(`/${home}${path} ${wider}`);
    }
    expect(found).toEqual([]);
  });
}

for (const { home, lang } of languages) {
  for (const width of [390, 1280]) {
    test(`nothing shifts while a guide loads: ${lang}, ${width}`, async ({ page }) => {
      await page.setViewportSize({ width, height: 844 });
      await page.addInitScript(() => {
        const shifts: number[] = [];
        Object.assign(window, { shifts });
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            shifts.push((entry as PerformanceEntry & { value: number }).value);
          }
        }).observe({ type: 'layout-shift', buffered: true });
      });
      await page.goto(`/${home}${guide}`, { waitUntil: 'networkidle' });
      const shifts = await page.evaluate(async () => {
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        return (window as unknown as { shifts: number[] }).shifts;
      });
      expect(shifts).toEqual([]);
    });
  }
}
