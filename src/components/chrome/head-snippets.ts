import { createHash } from 'node:crypto';

/**
 * Two inline snippets of every head. Astro does not hash `is:inline` tags: one exported string serves the tag and the
 * policy's hash.
 */

/** Runs before the first paint, so that a reader who chose a theme never sees the other one flash. */
export const themeScript =
  "try{const t=localStorage.getItem('tb-theme');" +
  "if(t==='light'||t==='dark')document.documentElement.dataset.theme=t}catch{}" +
  "document.documentElement.classList.add('js')";

/**
 * The whole cascade in one line; every rule of the site sits in one of these layers. Inline, because the bundler
 * decides which stylesheet comes first, and the first mention of a layer decides its rank.
 */
export const layerOrder = '@layer reset,tokens,base,layout,prose,code,components,print;';

/** Hash source of a Content-Security-Policy for an inline script or style. */
export function hashOf(text: string): `sha256-${string}` {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
