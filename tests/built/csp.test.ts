import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { site } from '../../src/site.ts';
import { all, meta, pages } from './support/dist.ts';

/** Directives of a policy with their sources. */
function parsePolicy(policy: string): Map<string, string[]> {
  const directives = policy.split(';').map((directive) => directive.trim().split(/\s+/));
  return new Map(directives.map(([name = '', ...sources]) => [name, sources]));
}

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const loading = { script: 'src', img: 'src', source: 'src', iframe: 'src', video: 'src' } as const;
/** Data in a script element: no browser executes it, so no policy speaks of it. */
const dataBlock = 'application/ld+json';
/** `rel` values of a `<link>` for which the browser fetches something. */
const fetching = /\b(?:stylesheet|icon|modulepreload|preload|prefetch|manifest)\b/;

describe.each(pages.map((page) => [page.path, page] as const))('%s', (_, page) => {
  const policy = parsePolicy(meta(page, 'content-security-policy') ?? '');

  it('forbids everything that it does not name', () => {
    expect(policy.get('default-src')).toEqual(["'none'"]);
    expect(policy.get('base-uri')).toEqual(["'none'"]);
    expect(policy.get('form-action')).toEqual(["'none'"]);
  });

  it('trusts this site and hashes, nothing else', () => {
    const sources = [...policy.values()].flat();
    const trusted = /^'(?:none|self|sha256-[A-Za-z0-9+/]{43}=)'$/;
    expect(sources.filter((source) => !trusted.test(source))).toEqual([]);
  });

  it.each(['script', 'style'] as const)('has the hash of every inline %s', (name) => {
    const allowed = policy.get(`${name}-src`);
    const inline = all(page, name).filter(
      ({ attributes: { src, type } }) => src === undefined && type !== dataBlock,
    );
    const blocked = inline.filter(({ text }) => !allowed?.includes(hash(text)));
    expect(blocked.map(({ text }) => text.slice(0, 80))).toEqual([]);
  });

  it('has no style attribute and no inline handler', () => {
    const refused = page.elements.flatMap(({ name, attributes }) =>
      Object.keys(attributes)
        .filter((attribute) => attribute === 'style' || attribute.startsWith('on'))
        .map((attribute) => `<${name} ${attribute}>`),
    );
    expect(refused).toEqual([]);
  });

  it('loads from this site only', () => {
    const addresses = page.elements.flatMap(({ name, attributes }) => {
      if (name === 'link') {
        return fetching.test(attributes['rel'] ?? '') ? (attributes['href'] ?? []) : [];
      }
      return name in loading ? (attributes[loading[name as keyof typeof loading]] ?? []) : [];
    });
    expect(addresses.length).toBeGreaterThan(0);
    expect(addresses.filter((address) => !address.startsWith(site.base))).toEqual([]);
    expect(addresses.filter((address) => address.startsWith('//'))).toEqual([]);
  });
});
