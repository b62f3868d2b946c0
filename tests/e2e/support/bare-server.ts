/** A host that adds no header of its own: the site must not depend on `_headers`. */
import { createServer } from 'node:http';
import sirv from 'sirv';
import { type RunningServer, startServer } from '../../../scripts/lib/running-server.ts';
import { dist } from './pages.ts';

/** Serves dist on a free port. */
export function startBareServer(): Promise<RunningServer> {
  return startServer(createServer(sirv(dist)));
}
