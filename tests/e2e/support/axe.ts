/** axe, brought into a page once: loading it takes as long as asking it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const require = createRequire(import.meta.url);
/** The axe-core that the builder would load, twice for every question. */
const axeCore = require.resolve('axe-core/axe.min.js', {
  paths: [require.resolve('@axe-core/playwright')],
});
const source = readFileSync(axeCore, 'utf8');

interface Question {
  /** A selector: what lies outside is not looked at. */
  readonly within?: string | undefined;
  /** The one rule to ask. */
  readonly only?: string;
}

/** What axe finds, one line for each rule. The site has no frame to which legacy mode is blind. */
async function violations(page: Page, { within, only }: Question): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source);
  const axe = new AxeBuilder({ page, axeSource: ';' })
    .setLegacyMode()
    // Nothing is fetched again: no rule that is on asks for it.
    .options({ resultTypes: ['violations'], preload: false });
  if (within) axe.include(within);
  if (only) axe.withRules(only);
  const result = await axe.analyze();
  return result.violations.map(
    ({ id, help, nodes }) => `${id} × ${nodes.length}: ${help}: ${String(nodes[0]?.target)}`,
  );
}

/**
 * What axe finds in both themes, which differ in nothing but colours; `within` is a selector. The
 * page stays dark.
 */
export async function violationsOfThemes(page: Page, within?: string): Promise<string[]> {
  const inTheLight = await violations(page, { within });
  await page.evaluate(() => {
    document.documentElement.dataset['theme'] = 'dark';
  });
  const inTheDark = await violations(page, { within, only: 'color-contrast' });
  return [...inTheLight, ...inTheDark.map((line) => `in the dark: ${line}`)];
}
