/** `npm run serve`: serves dist as a host would. `--port` or PORT choose another port. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createSiteServer } from './lib/site-server.ts';
import { root } from './lib/tool.ts';

function stop(line: string): never {
  console.error(line);
  process.exit(1);
}

const { values } = parseArgs({ options: { port: { type: 'string' } } });
const wanted = values.port ?? process.env['PORT'] ?? '4321';
const port = Number(wanted);
if (!Number.isInteger(port) || port < 1 || port > 65_535)
  stop(`${wanted} is not a port: give 1 to 65535.`);

const dist = join(root, 'dist');
if (!existsSync(dist)) stop('There is nothing to serve yet: run npm run build first.');

const server = createSiteServer(dist);
server.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EADDRINUSE') {
    stop(
      `Port ${port} is taken: end the program that uses it, or choose another: PORT=${port + 1} npm start`,
    );
  }
  if (error.code === 'EACCES')
    stop(`Port ${port} may not be used: choose one above 1023, as PORT=4321.`);
  stop(`The server stopped: ${error.message}`);
});
server.listen(port, 'localhost', () => {
  console.log(`Tracebook is at http://localhost:${port} (Ctrl+C ends it)`);
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    process.exit(0);
  });
}
