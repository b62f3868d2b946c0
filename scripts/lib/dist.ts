/** The folders of the built site. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './tool.ts';

/** Holds the last site whose build succeeded. */
export const dist = join(root, 'dist');

/** Where a build writes: over the site before the last one, until it has succeeded. */
export const nextDist = join(root, 'dist-next');

/** Whether a site was ever built here. */
export const hasSite = (): boolean => existsSync(join(dist, 'index.html'));

/** Ends a command that needs a built site where there is none; `purpose` is what it would do. */
export function requireSite(purpose: string): void {
  if (hasSite()) return;
  console.error(`There is nothing to ${purpose} yet: run npm run build first.`);
  process.exit(1);
}
