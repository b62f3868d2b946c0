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

/** What a request asks for: the decoded path, and the query with its question mark. */
interface Address {
  readonly path: string;
  readonly query: string;
}

/** Undefined where the request names no proper address. */
function addressOf(request: IncomingMessage): Address | undefined {
  try {
    const { pathname, search } = new URL(`http://localhost${request.url ?? '/'}`);
    return { path: decodeURI(pathname), query: search };
  } catch {
    return undefined;
  }
}

/** Makes a server for a built site. A new build is seen at once, except for its `_headers`. */
export function createSiteServer(folder: string): Server {
  const headersFile = join(folder, '_headers');
  const rules = existsSync(headersFile) ? parseHeadersFile(readFileSync(headersFile, 'utf8')) : [];

  const answerNotFound = (response: ServerResponse): void => {
    const page = join(folder, '404.html');
    response.writeHead(404, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end(existsSync(page) ? readFileSync(page) : 'Not found');
  };

  const serveFile = sirv(folder, {
    dev: true, // reads the disk at each request
    etag: true,
    brotli: true, // what `npm run compress` wrote, where it did
    extensions: [], // a file has one address
    setHeaders: (response, file) => {
      const type = TEXT_TYPES[extname(file)];
      if (type !== undefined && !response.hasHeader('Content-Type'))
        response.setHeader('Content-Type', type);
    },
  });

  const serve = (request: IncomingMessage, response: ServerResponse, file: string): void => {
    request.url = encodeURI(file);
    // Whole files only: sirv ends the process at a range that starts behind its end.
    delete request.headers.range;
    serveFile(request, response, () => {
      answerNotFound(response);
    });
  };

  return createServer((request, response) => {
    const address = addressOf(request);
    for (const [name, value] of headersFor(rules, address?.path ?? '/'))
      response.setHeader(name, value);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    } else if (!address) {
      response.writeHead(400).end();
    } else if (address.path.includes('//')) {
      // A redirect to such a path would name another host.
      answerNotFound(response);
    } else if (address.path.endsWith('/')) {
      serve(request, response, `${address.path}index.html`);
    } else if (existsSync(join(folder, address.path, 'index.html'))) {
      const location = `${encodeURI(address.path)}/${address.query}`;
      response.writeHead(308, { Location: location }).end();
    } else {
      serve(request, response, address.path);
    }
  });
}
