import { describe, expect, it } from 'vitest';
import { headersFor, parseHeadersFile } from '../../scripts/lib/headers-file.ts';
import { isInDist, pages, readDist } from './support/dist.ts';

const rules = parseHeadersFile(readDist('_headers'));
const headers = (path: string) => Object.fromEntries(headersFor(rules, path));
const immutable = 'public, max-age=31536000, immutable';

describe('_headers', () => {
  it.each(pages.map(({ file }) => `/${file.replace(/(^|\/)index\.html$/, '$1')}`))(
    'protect %s',
    (path) => {
      expect(headers(path)).toMatchObject({
        // Script and style policy is the page's own: a second one would cancel its hashes.
        'content-security-policy': "frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'strict-origin-when-cross-origin',
        'cross-origin-opener-policy': 'same-origin',
      });
      expect(headers(path)['permissions-policy']).toMatch(/camera=\(\)/);
    },
  );

  it('let hashed files be kept for ever', () => {
    const fragment = '/pagefind/fragment/en_22bad83.pf_fragment';
    const paths = ['/_astro/Base.DsQRkE29.css', '/data/signatures.728667a6f347.json', fragment];
    for (const path of paths) expect(headers(path)['cache-control'], path).toBe(immutable);
  });

  it.each(['pagefind.js', 'pagefind-worker.js', 'pagefind-entry.json', 'wasm.en.pagefind'])(
    'have %s asked for anew, as its name never changes',
    (file) => {
      expect(isInDist(`pagefind/${file}`)).toBe(true);
      expect(headers(`/pagefind/${file}`)['cache-control']).toBe('no-cache');
    },
  );

  it('have pages asked for anew', () => {
    const cached = pages
      .map(({ file }) => `/${file.replace(/(^|\/)index\.html$/, '$1')}`)
      .filter((path) => path !== '/404.html' && headers(path)['cache-control'] !== 'no-cache');
    expect(cached).toEqual([]);
  });

  it.each(['/en/guides/cuda-oom.md', '/api/v1/guides.json', '/llms.txt', '/zh/llms-full.txt'])(
    'let any origin read %s',
    (path) => {
      expect(isInDist(path.slice(1))).toBe(true);
      expect(headers(path)['access-control-allow-origin']).toBe('*');
    },
  );

  it('let no other origin read pages', () => {
    for (const path of ['/', '/en/', '/en/guides/cuda-oom/', '/data/signatures.0.json']) {
      expect(headers(path)).not.toHaveProperty('access-control-allow-origin');
    }
  });

  it('name each type and language once', () => {
    expect(headers('/zh/guides/cuda-oom.md')).toMatchObject({
      'content-type': 'text/markdown; charset=utf-8',
      'content-language': 'zh-CN',
      'cache-control': 'no-cache',
    });
    expect(headers('/en/feed.xml')).toMatchObject({
      'content-type': 'application/atom+xml; charset=utf-8',
      'content-language': 'en',
      'cache-control': 'no-cache',
    });
    expect(headers('/api/v1/guides.json')['cache-control']).toBe('public, max-age=300');
  });
});
