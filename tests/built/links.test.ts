import { describe, expect, it } from 'vitest';
import { site } from '../../src/site.ts';
import {
  type BuiltElement,
  type Page,
  all,
  ancestors,
  fileOf,
  isInDist,
  localeOf,
  pageAt,
  pages,
  values,
} from './support/dist.ts';

interface Link {
  readonly page: Page;
  readonly element: BuiltElement;
  readonly href: string;
  readonly url: URL;
}

const anchors = pages.flatMap((page) =>
  all(page, 'a').flatMap((element): Link[] => {
    const href = element.attributes['href'];
    if (href === undefined) return [];
    return [{ page, element, href, url: new URL(href, site.origin + page.path) }];
  }),
);
const internal = anchors.filter(({ url }) => url.origin === new URL(site.origin).origin);
const external = anchors.filter(({ url }) => url.origin !== new URL(site.origin).origin);
const show = ({ page, href }: Link) => `${page.path} → ${href}`;

/** The `lang` of what stands around the link, as `en` or `zh`. */
function languageAround({ page, element }: Link): string {
  const around = ancestors(element).find(({ attributes }) => attributes['lang'] !== undefined);
  return (around?.attributes['lang'] ?? page.locale ?? 'en').slice(0, 2);
}

describe('links', () => {
  it('are on every page', () => {
    expect(pages.length).toBeGreaterThan(10);
    expect(new Set(anchors.map(({ page }) => page.path)).size).toBe(pages.length);
  });

  it('lead to a file that was built', () => {
    const dead = internal.filter(({ url }) => {
      const file = fileOf(url.pathname);
      return file === undefined || !isInDist(file);
    });
    expect(dead.map(show)).toEqual([]);
  });

  it('lead to an anchor that exists', () => {
    const dead = internal.filter(({ url }) => {
      const target = pageAt(url.pathname);
      const id = decodeURIComponent(url.hash.slice(1));
      return id !== '' && target && !values(target, 'id').includes(id);
    });
    expect(dead.map(show)).toEqual([]);
  });

  it('end with a slash, as the host serves pages', () => {
    const redirected = internal.filter(({ url }) => !/\/$|\.\w+$/.test(url.pathname));
    expect(redirected.map(show)).toEqual([]);
  });

  it('stay in the language around them; only the language link changes it', () => {
    const crossing = internal.filter((link) => {
      const target = localeOf(link.url.pathname.slice(site.base.length));
      if (!target || target === languageAround(link)) return false;
      return !ancestors(link.element).some(({ name }) => name === 'tb-language-link');
    });
    expect(crossing.map(show)).toEqual([]);
  });

  it('to other sites use https and open in the same window, which hands over nothing', () => {
    const careless = external.filter(
      ({ url, element }) => url.protocol !== 'https:' || 'target' in element.attributes,
    );
    expect(careless.map(show)).toEqual([]);
  });

  it('have a text', () => {
    const silent = anchors.filter(
      ({ element }) =>
        element.text.trim() === '' &&
        !element.attributes['aria-label'] &&
        element.attributes['aria-hidden'] !== 'true',
    );
    expect(silent.map(show)).toEqual([]);
  });
});
