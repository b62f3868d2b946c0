/** The sources of the flagship guide's snippets, read as the site reads them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { root } from '../../../scripts/lib/tool.ts';
import { findRegions } from '../../../src/lib/snippets/regions.ts';

const folder = join(root, 'content/guides/flash-attn-dtype');

/** The code of a named region, as a file would hold it: with a newline at its end. */
export function regionOf(file: 'repro.py' | 'commands.sh', name: string): string {
  const { regions } = findRegions(readFileSync(join(folder, file), 'utf8'));
  const region = regions.find((one) => one.name === name);
  if (!region) throw new Error(`${file} has no region ${name}`);
  return `${region.code}\n`;
}

/** The figure that shows a region and to which links to its lines lead. */
export function figureOf(page: Page, region: string): Locator {
  return page.locator(`tb-code-figure[data-region="${region}"] figure`);
}

/** Pastes into a field of the test's own and reads it: what a reader would get. */
export async function pasted(page: Page): Promise<string> {
  await page.evaluate(() => {
    const field = document.createElement('textarea');
    field.setAttribute('aria-label', 'paste here');
    document.body.prepend(field);
    field.focus();
  });
  await page.keyboard.press('ControlOrMeta+v');
  const field = page.getByLabel('paste here');
  const text = await field.inputValue();
  await field.evaluate((element) => {
    element.remove();
  });
  return text;
}
