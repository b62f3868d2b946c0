import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { headersFor, parseHeadersFile } from '../../../scripts/lib/headers-file.ts';

describe('parseHeadersFile', () => {
  const rules = parseHeadersFile(
    '# comment\n/*\n  X-Frame: a\n\n/docs/*\n  X-Frame: b\n  Link: c: d\n/p/:file\n  Cache-Control: no-cache\n',
  );

  it('joins the values of every rule that fits', () => {
    expect(headersFor(rules, '/').get('x-frame')).toBe('a');
    expect(headersFor(rules, '/docs/x/y').get('x-frame')).toBe('a, b');
    expect(headersFor(rules, '/docs/x').get('link')).toBe('c: d');
  });

  it('keeps a placeholder within one segment', () => {
    expect(headersFor(rules, '/p/a.js').get('cache-control')).toBe('no-cache');
    expect(headersFor(rules, '/p/a/b.js').has('cache-control')).toBe(false);
  });

  it.each([
    ['no-slash\n  A: b', '_headers:1'],
    ['/a\n  not a header', '_headers:2'],
    ['  A: b', '_headers:1'],
  ])('refuses %j with its line', (text, place) => {
    expect(() => parseHeadersFile(text)).toThrow(place);
  });
});

describe('the headers of the site', () => {
  const text = readFileSync(new URL('../../../public/_headers', import.meta.url), 'utf8');
  const rules = parseHeadersFile(text);
  const cacheOf = (path: string) => headersFor(rules, path).get('cache-control');

  it('keep hashed names for a year and ask again for the rest', () => {
    const immutable = 'public, max-age=31536000, immutable';
    expect(cacheOf('/_astro/index.Bx3.css')).toBe(immutable);
    expect(cacheOf('/data/signatures.1a2b3c.json')).toBe(immutable);
    expect(cacheOf('/pagefind/fragment/en_1a2b3c.pf_fragment')).toBe(immutable);
    expect(cacheOf('/pagefind/index/zh_1a2b3c.pf_index')).toBe(immutable);
    for (const path of ['/', '/en/', '/zh/guides/a/', '/e/a/', '/pagefind/pagefind.js']) {
      expect(cacheOf(path)).toBe('no-cache');
    }
  });

  it('protect every path, and leave scripts and styles to the page', () => {
    const headers = headersFor(rules, '/en/guides/a/');
    expect(headers.get('content-security-policy')).toBe("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.has('referrer-policy')).toBe(true);
    expect(headers.has('permissions-policy')).toBe(true);
    expect(headers.has('cross-origin-opener-policy')).toBe(true);
  });

  it('name the language of each half', () => {
    expect(headersFor(rules, '/en/').get('content-language')).toBe('en');
    expect(headersFor(rules, '/zh/').get('content-language')).toBe('zh-CN');
  });
});
