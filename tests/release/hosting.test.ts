/** The documented hosts send what `_headers` says, compressed, with the pages in the HTML. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { headersFor, parseHeadersFile } from '../../scripts/lib/headers-file.ts';
import { caddy, dist, headersHost, nginx } from './support/hosts.ts';
import { type Host, isInstalled } from './support/programs.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** One request as it is: fetch would decompress, follow and add headers. */
function get(host: Host, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request(`${host.origin}${path}`, { headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const { statusCode = 0, headers: received } = response;
        resolve({ status: statusCode, headers: received, body: Buffer.concat(chunks) });
      });
    });
    call.on('error', reject).end();
  });
}

const guide = '/en/guides/flash-attn-dtype/';
const first = (pattern: string) => `/${globSync(pattern, { cwd: dist })[0]!.replaceAll('\\', '/')}`;
const rules = parseHeadersFile(readFileSync(join(dist, '_headers'), 'utf8'));
const samples = [
  '/',
  '/en/',
  '/zh/guides/flash-attn-dtype/',
  '/e/cuda-oom/',
  '/files/flash-attn-dtype/repro.py',
  '/pagefind/pagefind.js',
  '/api/v1/guides.json',
  '/cards/zh.png',
  '/en/feed.xml',
  '/zh/llms.txt',
  ...[
    '_astro/*.css',
    '_astro/*.js',
    'data/*.json',
    'pagefind/fragment/*',
    'en/guides/*.md',
  ].flatMap((pattern) => (globSync(pattern, { cwd: dist }).length > 0 ? [first(pattern)] : [])),
];

const hosts: readonly (readonly [name: string, start: () => Promise<Host>, isHere: boolean])[] = [
  ['a host that reads _headers', headersHost, true],
  ['nginx', nginx, isInstalled('nginx')],
  ['Caddy', caddy, isInstalled('caddy')],
];

for (const [name, start, isHere] of hosts) {
  describe.skipIf(!isHere)(name, () => {
    let host: Host;
    beforeAll(async () => {
      host = await start();
    });
    afterAll(() => host.stop());

    it.each(samples)('sends the headers of %s', async (path) => {
      const { status, headers } = await get(host, path);
      expect(status).toBe(200);
      for (const [key, value] of headersFor(rules, path))
        expect.soft(headers[key], key).toBe(value);
    });

    it('serves a page with its words in the HTML, to crawlers as to readers', async () => {
      const plain = (await get(host, guide)).body.toString();
      expect(plain).toContain('FlashAttention only support fp16 and bf16 data type');
      for (const agent of ['Baiduspider/2.0', 'Googlebot/2.1']) {
        const { status, body } = await get(host, guide, { 'user-agent': `Mozilla/5.0 (${agent})` });
        expect(status).toBe(200);
        expect(body.toString()).toBe(plain);
      }
    });

    it('names UTF-8 for text', async () => {
      // JSON is UTF-8 by its own definition.
      for (const path of ['/zh/', first('_astro/*.css')]) {
        expect(
          String((await get(host, path)).headers['content-type']).toLowerCase(),
          path,
        ).toContain('charset=utf-8');
      }
    });

    it('answers an unknown address with the 404 page', async () => {
      const { status, body } = await get(host, '/en/guides/no-such-error/');
      expect(status).toBe(404);
      expect(body.toString()).toBe(readFileSync(join(dist, '404.html'), 'utf8'));
    });

    it('leads an address without its slash to the one with it, and keeps the query', async () => {
      const { status, headers } = await get(host, '/e/cuda-oom');
      expect([301, 302, 307, 308]).toContain(status);
      expect(String(headers['location'])).toMatch(/\/e\/cuda-oom\/$/);
    });
  });
}

describe.each([
  ['nginx', nginx],
  ['Caddy', caddy],
] as const)('%s', (name, start) => {
  it.skipIf(!isInstalled(name.toLowerCase()) || !existsSync(join(dist, 'index.html.br')))(
    'sends what was compressed beforehand',
    async () => {
      const host = await start();
      try {
        const { headers, body } = await get(host, guide, { 'accept-encoding': 'br, gzip' });
        expect(headers['content-encoding']).toBe('br');
        const file = join(dist, guide, 'index.html');
        expect(body.length).toBe(readFileSync(`${file}.br`).length);
        expect(brotliDecompressSync(body).toString()).toBe(readFileSync(file, 'utf8'));
        expect(String(headers['content-type'])).toContain('text/html');
      } finally {
        await host.stop();
      }
    },
  );
});
