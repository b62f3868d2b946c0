import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSiteServer } from '../../../scripts/lib/site-server.ts';

describe('site server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'site-'));
  mkdirSync(join(folder, 'zh/a'), { recursive: true });
  writeFileSync(join(folder, '_headers'), '/*\n  X-All: yes\n/zh/*\n  Content-Language: zh-CN\n');
  writeFileSync(join(folder, '404.html'), '<p>lost</p>');
  writeFileSync(join(folder, 'zh/a/index.html'), '<p>页</p>');
  writeFileSync(join(folder, 'a.js'), '0');
  const server = createSiteServer(folder);
  const get = (path: string, init: RequestInit = {}) => {
    const { port } = server.address() as AddressInfo;
    return fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual', ...init });
  };

  beforeAll(
    () =>
      new Promise<void>((resolve) => {
        server.listen(0, '127.0.0.1', resolve);
      }),
  );
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  it.each(['bytes=10-5', 'bytes=-5', 'items=0-5', 'bytes=abc'])(
    'answers the range %s with the whole file',
    async (range) => {
      const response = await get('/zh/a/', { headers: { range } });
      expect([response.status, await response.text()]).toEqual([200, '<p>页</p>']);
    },
  );

  it('serves a page with its headers', async () => {
    const response = await get('/zh/a/');
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('<p>页</p>');
    expect(response.headers.get('content-type')).toMatch(/^text\/html; ?charset=utf-8$/);
    expect(response.headers.get('content-language')).toBe('zh-CN');
    expect(response.headers.get('x-all')).toBe('yes');
  });

  it('names the encoding of scripts', async () => {
    const type = (await get('/a.js')).headers.get('content-type');
    expect(type).toBe('text/javascript; charset=utf-8');
  });

  it('sends an address without its slash to the one with it', async () => {
    const response = await get('/zh/a');
    expect(response.status).toBe(308);
    expect(response.headers.get('location')).toBe('/zh/a/');
    const withQuery = await get('/zh/a?gpu=h100');
    expect(withQuery.headers.get('location')).toBe('/zh/a/?gpu=h100');
  });

  it.each(['/404', '/404.html/', '/zh/a/index', '/zh/a//', '/zh//a/', '/zh//a', '/a.js/', '/%00'])(
    'knows a page by one address, which is not %s',
    async (path) => {
      const response = await get(path);
      expect([response.status, await response.text()]).toEqual([404, '<p>lost</p>']);
    },
  );

  it.each(['/.//zh/a', '//zh/a', '/\\zh/a', '/x/..//zh/a'])(
    'never redirects %s to another host',
    async (path) => {
      // Not by `fetch`, which makes an address proper before it asks.
      const { port } = server.address() as AddressInfo;
      const { statusCode, headers } = await new Promise<IncomingMessage>((resolve) => {
        request({ host: '127.0.0.1', port, path }, resolve).end();
      });
      expect([statusCode, headers.location]).toEqual([404, undefined]);
    },
  );

  it('answers an unknown address with the page for it, and its headers', async () => {
    const response = await get('/zh/nothing/');
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('<p>lost</p>');
    expect(response.headers.get('x-all')).toBe('yes');
  });

  it('never leaves the folder and refuses what it cannot read', async () => {
    expect((await get('/..%2f..%2fetc/passwd')).status).toBe(404);
    const unreadable = await get('/%E0%A4%A');
    expect([unreadable.status, unreadable.headers.get('x-all')]).toEqual([400, 'yes']);
    expect((await get('/zh/a/', { method: 'POST' })).status).toBe(405);
  });
});
