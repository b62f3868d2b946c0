/** axe, brought into a page once: loading it takes as long as asking it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults, RunOptions, Spec } from 'axe-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The rules whose answer depends on colours. */
const ofColours = ['color-contrast', 'link-in-text-block'];

interface Question {
  /** A selector: what lies outside is not looked at. */
  readonly within?: string | undefined;
  /** The rules to ask, instead of all. */
  readonly only?: readonly string[];
}

interface PageWithAxe {
  readonly axe: {
    configure: (spec: Spec) => void;
    run: (part: string | Document, how: RunOptions) => Promise<AxeResults>;
  };
}

async function bringAxe(page: Page): Promise<void> {
  await page.evaluate(source);
  await page.evaluate(() => {
    const { axe } = globalThis as unknown as PageWithAxe;
    axe.configure({ rules: [{ id: 'color-contrast', selector: ':not([data-looks-judged])' }] });
  });
}

/**
 * Lays out what the page leaves until it is near, where axe takes texts to lie upon each other and
 * gives no answer. Then marks every text that looks like an earlier one from the root down, in all
 * that a contrast depends on: most of the time went into judging tokens of code one by one.
 */
function prepare(): void {
  const looks = new Map<string, number>();
  const judged = new Set<number>();
  const visit = (element: Element, parent: number): void => {
    const style = getComputedStyle(element);
    if (style.contentVisibility === 'auto' && element instanceof HTMLElement) {
      element.style.contentVisibility = 'visible';
    }
    const { color, backgroundColor, backgroundImage, opacity, filter, mixBlendMode } = style;
    const { fontSize, fontWeight, textShadow, position } = style;
    const drawn = ['::before', '::after'].flatMap((part) => {
      const { content, display } = getComputedStyle(element, part);
      return [content, display];
    });
    const look = [
      ...[parent, color, backgroundColor, backgroundImage, opacity, filter, mixBlendMode],
      ...[fontSize, fontWeight, textShadow, position, ...drawn],
    ].join('|');
    const id = looks.get(look) ?? looks.size + 1;
    looks.set(look, id);
    // axe passes over punctuation and single letters.
    const isJudged =
      element.checkVisibility({ visibilityProperty: true }) &&
      [...element.childNodes].some(
        (node) =>
          node.nodeType === Node.TEXT_NODE &&
          /[\p{L}\p{N}].*[\p{L}\p{N}]/su.test(node.nodeValue ?? ''),
      );
    element.toggleAttribute('data-looks-judged', isJudged && judged.has(id));
    if (isJudged) judged.add(id);
    for (const child of element.children) visit(child, id);
  };
  visit(document.documentElement, 0);
}

/** What axe finds, one line for each rule. The site has no frames, into which it would have to be brought too. */
async function violations(page: Page, { within, only }: Question): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await bringAxe(page);
  await page.evaluate(prepare);
  const options: RunOptions = {
    // Nothing is fetched again: no rule that is on asks for it.
    ...{ resultTypes: ['violations'], preload: false },
    ...(only ? { runOnly: [...only] } : {}),
  };
  return page.evaluate(
    async ([part, how]) => {
      const { axe } = globalThis as unknown as PageWithAxe;
      const { violations: found } = await axe.run(part ?? document, how);
      return found.map(
        ({ id, help, nodes }) => `${id} × ${nodes.length}: ${help}: ${String(nodes[0]?.target)}`,
      );
    },
    [within, options] as const,
  );
}

/** Targets that a finger misses: axe asks only where it is told to. */
export function missedTargets(page: Page): Promise<string[]> {
  return violations(page, { only: ['target-size'] });
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
  const inTheDark = await violations(page, { within, only: ofColours });
  return [...inTheLight, ...inTheDark.map((line) => `in the dark: ${line}`)];
}
