/**
 * A local double of GitHub's REST API: real HTTP on a socket, the documented shapes of "List issue comments", "Create
 * an issue comment", "Update an issue comment" and "Add labels to an issue" (docs.github.com/en/rest/issues).
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: unknown;
}

export interface StoredComment {
  id: number;
  body: string;
  login: string;
}

/** What happens instead of a true answer: a status with headers, or a connection that breaks. */
export interface Fault {
  method: string;
  status?: number;
  headers?: Record<string, string>;
  /** `before`: nothing is stored; `after`: it is stored, and the answer is lost. */
  breaks?: 'before' | 'after';
  /** Sent as it is, with status 200. */
  raw?: string;
}

export class GitHubDouble {
  readonly comments: StoredComment[] = [];
  readonly labels: string[] = [];
  readonly seen: SeenRequest[] = [];
  /** Each is used once, by the next request of its method. */
  readonly faults: Fault[] = [];
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        this.#answer(request, response, Buffer.concat(chunks).toString());
      });
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Requests by method, in order. */
  calls(): string[] {
    return this.seen.map(({ method, path }) => `${method} ${path}`);
  }

  #answer(
    { method = '', url = '', headers }: IncomingMessage,
    response: ServerResponse,
    text: string,
  ) {
    const body = text ? (JSON.parse(text) as unknown) : undefined;
    this.seen.push({ method, path: url, headers, body });
    const at = this.faults.findIndex((fault) => fault.method === method);
    const fault = at < 0 ? undefined : this.faults.splice(at, 1)[0];
    if (fault?.status !== undefined) {
      const message = { message: 'Refused', documentation_url: 'https://docs.github.com/rest' };
      send(response, fault.status, message, fault.headers);
      return;
    }
    if (fault?.raw !== undefined) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(fault.raw);
      return;
    }
    if (fault?.breaks === 'before') {
      response.destroy();
      return;
    }
    const [status, answer] = this.#route(method, new URL(url, 'http://double'), body);
    if (fault?.breaks === 'after') response.destroy();
    else send(response, status, answer);
  }

  #route(method: string, { pathname, searchParams }: URL, body: unknown): [number, unknown] {
    const text = (body as { body?: string } | undefined)?.body ?? '';
    if (pathname === '/repos/octo/loom/issues/7/comments') {
      if (method === 'POST') {
        const comment = {
          id: 9000 + this.comments.length,
          body: text,
          login: 'github-actions[bot]',
        };
        this.comments.push(comment);
        return [201, shape(comment)];
      }
      const size = Number(searchParams.get('per_page') ?? 30);
      const start = (Number(searchParams.get('page') ?? 1) - 1) * size;
      return [200, this.comments.slice(start, start + size).map(shape)];
    }
    const id = /^\/repos\/octo\/loom\/issues\/comments\/(\d+)$/.exec(pathname)?.[1];
    const comment = this.comments.find((one) => String(one.id) === id);
    if (method === 'PATCH' && comment) {
      comment.body = text;
      return [200, shape(comment)];
    }
    if (method === 'POST' && pathname === '/repos/octo/loom/issues/7/labels') {
      this.labels.push(...(body as { labels: string[] }).labels);
      return [
        200,
        this.labels.map((name, at) => ({ id: at, name, color: 'ededed', default: false })),
      ];
    }
    return [404, { message: 'Not Found', documentation_url: 'https://docs.github.com/rest' }];
  }
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}

function shape({ id, body, login }: StoredComment) {
  return {
    ...{ id, node_id: `IC_${id}`, body },
    url: `https://api.github.com/repos/octo/loom/issues/comments/${id}`,
    html_url: `https://github.com/octo/loom/issues/7#issuecomment-${id}`,
    user: {
      login,
      id: 41898282,
      type: login.endsWith('[bot]') ? 'Bot' : 'User',
      site_admin: false,
    },
    created_at: '2026-11-24T10:00:00Z',
    updated_at: '2026-11-24T10:00:00Z',
    issue_url: 'https://api.github.com/repos/octo/loom/issues/7',
    author_association: 'NONE',
    performed_via_github_app: null,
  };
}
