import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RunningServer {
  /** Scheme, name and port. Not a number as name: only such an origin may use the clipboard. */
  readonly origin: string;
  /** Ends it at once, whoever is connected. */
  readonly stop: () => Promise<void>;
}

/** Starts a server of this machine alone, on a port that is free. */
export async function startServer(server: Server): Promise<RunningServer> {
  await new Promise<void>((resolve) => {
    server.listen(0, 'localhost', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://localhost:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
