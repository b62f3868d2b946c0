/**
 * A static server that answers as a host would: `_headers`, trailing slashes, `404.html` with
 * status 404.
 */
import { existsSync, readFileSync } from 'node:fs';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { extname, join } from 'node:path';
import sirv from 'sirv';
import { headersFor, parseHeadersFile } from './headers-file.ts';

/** sirv names the encoding of HTML only. */
const TEXT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.xml': 'application/xml; charset=utf-8',
};

/** The decoded path of a request; undefined if it is not a proper one. */
function pathOf(request: IncomingMessage): string | undefined {
  try {
    return decodeURI(new URL(request.url ?? '/', 'http://localhost').pathname);
  } catch {
    return undefined;
  }
}

/** Makes a server for a built site. A new build is seen at once, except for its `_headers`. */
export function createSiteServer(folder: string): Server {
  const headersFile = join(folder, '_headers');
  const rules = existsSync(headersFile) ? parseHeadersFile(readFileSync(headersFile, 'utf8')) : [];

  const applyHeaders = (response: ServerResponse, path: string): void => {
    for (const [name, value] of headersFor(rules, path)) response.setHeader(name, value);
  };

  const answerNotFound = (response: ServerResponse, path: string): void => {
    const page = join(folder, '404.html');
    applyHeaders(response, path);
    response.writeHead(404, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end(existsSync(page) ? readFileSync(page) : 'Not found');
  };

  const serveFile = sirv(folder, {
    dev: true, // reads the disk at each request
    etag: true,
    brotli: true, // what `npm run compress` wrote, where it did
    extensions: ['html'],
    setHeaders: (response, path) => {
      applyHeaders(response, path);
      const type = TEXT_TYPES[extname(path)];
      const isNamed = headersFor(rules, path).has('content-type');
      if (type !== undefined && !isNamed) response.setHeader('Content-Type', type);
    },
  });

  return createServer((request, response) => {
    const path = pathOf(request);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    } else if (path === undefined) {
      response.writeHead(400).end();
    } else if (!path.endsWith('/') && existsSync(join(folder, path, 'index.html'))) {
      const { search } = new URL(request.url ?? '/', 'http://localhost');
      response.writeHead(308, { Location: `${encodeURI(path)}/${search}` }).end();
    } else {
      // Whole files only: sirv ends the process at a range that starts behind its end.
      delete request.headers.range;
      serveFile(request, response, () => {
        answerNotFound(response, path);
      });
    }
  });
}
