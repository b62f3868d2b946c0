import { createHash } from 'node:crypto';
import { gpuFamilies, trainers } from '../../lib/context/ids.ts';
import { layerOrder } from '../../lib/layer-order.ts';

/** The script that stands inline in every head (one string serves the tag and its hash) and the policy. */

/**
 * Runs before the first paint: a reader who chose a theme never sees the other one flash, and what their set-up folds
 * never jumps. `components/chrome/theme-toggle.element.ts` and `components/dom/context.ts` write what it reads.
 */
export const prePaintScript = [
  `{const d=document.documentElement;d.classList.add('js');`,
  `const known={with:${oneOf(trainers)},gpu:${oneOf(gpuFamilies)}};`,
  `const read=s=>{const q=new URLSearchParams(s);`,
  `for(const k in known)if(known[k].test(q.get(k)||''))d.dataset[k]=q.get(k)};`,
  `try{const t=localStorage.getItem('tb-theme');if(t==='light'||t==='dark')d.dataset.theme=t;`,
  `read(localStorage.getItem('tb-context')||'')}catch{}read(location.search);`,
  // The page's script did not load: nothing could open what is folded, so the page is as without scripts.
  `addEventListener('error',e=>{if(e.target.type==='module'){d.className='';`,
  `for(const k in known)delete d.dataset[k]}},true)}`,
].join('');

/** A regular expression literal for exactly these ids. */
function oneOf(ids: readonly string[]): string {
  return `/^(?:${ids.join('|')})$/`;
}

/** For development, where there is no stylesheet that all pages share. */
export const layerStyle = `<style>${layerOrder}</style>`;

/** Hash source of a Content-Security-Policy for an inline script. */
function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/**
 * The policy of a page, first in its head. It is written here and not by Astro, whose own list carries hashes of a
 * runtime that this site does not use; and not in a header too, because two policies intersect and a header's would
 * cancel these hashes. Pagefind's WebAssembly runs in a worker, which takes the policy of its own response.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  `script-src 'self' ${hashOf(prePaintScript)}`,
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
