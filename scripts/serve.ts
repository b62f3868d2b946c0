/**
 * `npm run serve`: serves dist as a host would; `npm start` builds it first. `--port` or PORT choose
 * another port.
 */
import { readCommand, refuse } from '../src/authoring/command.ts';
import { dist, requireSite } from './lib/dist.ts';
import { portOf } from './lib/port.ts';
import { createSiteServer } from './lib/site-server.ts';
import { runNode } from './lib/tool.ts';

function stop(line: string): never {
  console.error(line);
  process.exit(1);
}

const { values } = readCommand({
  usage: 'npm run serve -- [--port N] [--build]',
  does: 'Serves the built site as a host would, at port N, PORT or 4321; --build, as in npm start, builds it first.',
  options: { port: { type: 'string' }, build: { type: 'boolean' } },
});
const { PORT } = process.env;
const port = portOf(values.port, PORT);
if (port === undefined) refuse(`"${values.port ?? PORT}" is not a port: give 1 to 65535.`);

// Who starts it wants to see what the content says now: an earlier site is served on request only.
if (values.build && (await runNode(['scripts/build.ts'])) !== 0) process.exit(1);
requireSite('serve');

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
