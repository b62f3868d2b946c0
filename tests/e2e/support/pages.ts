/** Addresses of the built site. */
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { root } from '../../../scripts/lib/tool.ts';

/** The flagship guide, on which the site is tried. */
export const guide = 'guides/flash-attn-dtype/';

const planned = globSync(join(root, 'content/guides/*/guide.yaml'))
  .sort()
  .find((file) => /^state: planned$/m.test(readFileSync(file, 'utf8')));
/** A known error without a guide; empty on the day when every guide is written. */
export const plannedLink = planned ? `e/${basename(dirname(planned))}/` : '';

export const dist = join(root, 'dist');

/** Every page, as a path relative to the base; the root page is an empty string. */
export function builtPages(): string[] {
  return globSync('**/*.html', { cwd: dist })
    .map((file) => file.replaceAll('\\', '/').replace(/(^|\/)index\.html$/, '$1'))
    .sort();
}

/** One page of every kind, in both languages where it has them. */
export const kindsOfPage: readonly string[] = [
  '',
  '404.html',
  'e/flash-attn-dtype/',
  ...(plannedLink ? [plannedLink] : []),
  ...['en/', 'zh/'].flatMap((home) =>
    ['', guide, 'find/', 'environment/', 'messages/', 'glossary/', 'about/', 'api/'].map(
      (page) => home + page,
    ),
  ),
];

/** Opens a page and stays on it: a permanent link would go on to its guide. */
export async function open(page: Page, path: string): Promise<void> {
  const script = '**/_astro/*.js';
  await page.unroute(script);
  if (path.startsWith('e/')) {
    await page.route(script, (route) =>
      route.fulfill({ contentType: 'text/javascript', body: '' }),
    );
  }
  await page.goto(`/${path}`);
}

/**
 * The languages with what a test needs to say in each. `tags` is for tests whose second language
 * says nothing new in another engine or on another screen.
 */
export const languages = [
  { home: 'en/', other: 'zh/', lang: 'en', tags: [] },
  { home: 'zh/', other: 'en/', lang: 'zh-CN', tags: ['@once'] },
] as const;
