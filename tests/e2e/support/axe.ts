/** axe, brought into a page once: loading it takes as long as asking it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults, RunOptions } from 'axe-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Question {
  /** A selector: what lies outside is not looked at. */
  readonly within?: string | undefined;
  /** The one rule to ask. */
  readonly only?: string;
}

/** What axe finds, one line for each rule. The site has no frames, into which it would have to be brought too. */
async function violations(page: Page, { within, only }: Question): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source);
  const options: RunOptions = {
    // Nothing is fetched again: no rule that is on asks for it.
    ...{ resultTypes: ['violations'], preload: false },
    ...(only ? { runOnly: [only] } : {}),
  };
  return page.evaluate(
    async ([part, how]) => {
      const { axe } = globalThis as unknown as {
        axe: { run: (part: string | Document, how: RunOptions) => Promise<AxeResults> };
      };
      const { violations: found } = await axe.run(part ?? document, how);
      return found.map(
        ({ id, help, nodes }) => `${id} × ${nodes.length}: ${help}: ${String(nodes[0]?.target)}`,
      );
    },
    [within, options] as const,
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
