/** A host that adds no header of its own: the site must not depend on `_headers`. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import sirv from 'sirv';
import { dist } from './pages.ts';

/** Serves dist on a free port; `close` ends it. */
export async function startBareServer(): Promise<{ origin: string; close: () => void }> {
  const server = createServer(sirv(dist));
  await new Promise<void>((resolve) => {
    server.listen(0, 'localhost', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://localhost:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
