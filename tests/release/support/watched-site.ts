/** The built site, where every page keeps its own record of what goes wrong in it. */
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { type RunningServer, startServer } from '../../../scripts/lib/running-server.ts';
import { createSiteServer } from '../../../scripts/lib/site-server.ts';
import { dist } from './hosts.ts';

declare global {
  var failures: string[];
}

/** Stands in a page before all else, also before its policy for scripts. */
function watch(): void {
  globalThis.failures = [];
  const note = (text: string) => failures.push(text);
  addEventListener(
    'error',
    ({ message, target }) =>
      note(message || `not loaded: ${target instanceof Element ? target.outerHTML : '?'}`),
    { capture: true }, // What did not load does not bubble.
  );
  addEventListener('unhandledrejection', ({ reason }) => note(`rejected: ${String(reason)}`));
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    note(`${violatedDirective} refused ${blockedURI}`),
  );
}

/** Serves dist; `globalThis.failures` of a page has its errors, as WebDriver has no word for them. */
export function watchedSite(): Promise<RunningServer> {
  const site = createSiteServer(dist);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = join(dist, pathname, 'index.html');
    if (!pathname.endsWith('/') || !existsSync(file)) {
      site.emit('request', request, response);
      return;
    }
    const page = readFileSync(file, 'utf8');
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(page.replace('<head>', () => `<head><script>(${watch.toString()})()</script>`));
  });
  return startServer(server);
}
