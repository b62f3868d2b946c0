/** The finder as the e2e tests use it, with real pastes. */
import type { Locator, Page } from '@playwright/test';

export { expect, test } from './support/test.ts';

export type Mode = 'page' | 'dialog' | 'cause';

export interface Finder {
  readonly box: Locator;
  readonly field: Locator;
  /** The live region: read by screen readers, whether or not it is visible. */
  readonly status: Locator;
  /** What says that nothing matches, whether or not something is close. */
  readonly unsure: Locator;
  /** Links of the answers, in the order of the page. */
  readonly links: Locator;
  group(name: 'exact' | 'likely' | 'related' | 'text'): Locator;
}

export function finderOn(page: Page, mode: Mode = 'page'): Finder {
  const box = page.locator(`tb-finder-box[data-mode="${mode}"]`);
  return {
    box,
    field: box.locator('textarea'),
    status: box.locator('[role="status"]'),
    unsure: box.locator(':is([data-answer="none"], [data-answer="close"]):visible'),
    links: box.locator('[data-group] [data-link]'),
    group: (name) => box.locator(`[data-group="${name}"]`),
  };
}

/** Copies a text and pastes it with the keyboard, as a reader does. */
export async function paste(page: Page, field: Locator, text: string): Promise<void> {
  await page.evaluate((copied) => {
    const scratch = document.createElement('textarea');
    scratch.id = 'scratch';
    document.body.append(scratch);
    scratch.value = copied;
    scratch.select();
  }, text);
  await page.keyboard.press('ControlOrMeta+c');
  await page.evaluate(() => document.getElementById('scratch')?.remove());
  await field.focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('ControlOrMeta+v');
}

/** Everything that the live region says from now on. */
export async function listen(finder: Finder): Promise<() => Promise<string[]>> {
  const heard = await finder.status.evaluateHandle((region) => {
    const texts: string[] = [];
    new MutationObserver(() => {
      const text = region.textContent;
      if (text !== '') texts.push(text);
    }).observe(region, { childList: true, characterData: true, subtree: true });
    return texts;
  });
  return () => heard.jsonValue();
}
