/**
 * A built page as it reads from a folder: relative links that name files, no script. Without script
 * a page shows everything: every variant, every cause, the list of messages in place of the finder.
 */
import { posix } from 'node:path';
import { type DefaultTreeAdapterTypes, parse, serialize } from 'parse5';
import { site } from '../../src/site.ts';

type Element = DefaultTreeAdapterTypes.Element;

/** Where an address of the site leads within the archive; undefined if the archive lacks it. */
export type FileOf = (path: string) => string | undefined;

const addressAttributes = new Set(['href', 'src']);
/** What speaks of the site's address, or to a browser that is online. */
const onlineRels = new Set(['canonical', 'alternate', 'search', 'preload', 'modulepreload']);

function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((one) => one.name === name)?.value;
}

/** A policy of `'self'` would refuse a file's own style: for a file no other file is itself. */
function isOnline(element: Element): boolean {
  const rels = (attribute(element, 'rel') ?? '').split(' ');
  return (
    (element.tagName === 'script' && attribute(element, 'type') !== 'application/ld+json') ||
    (element.tagName === 'meta' && attribute(element, 'http-equiv') !== undefined) ||
    (element.tagName === 'link' && rels.some((rel) => onlineRels.has(rel))) ||
    element.tagName === 'template'
  );
}

/** An address as the archive needs it; undefined if it leads to what the archive lacks. */
function relative(address: string, page: string, fileOf: FileOf): string | undefined {
  if (address.startsWith('#') || /^[a-z][\w+.-]*:/i.test(address)) return address;
  const { pathname, hash } = new URL(address, `http://site${addressOf(page)}`);
  const file = fileOf(pathname);
  if (file === undefined) return undefined;
  if (file === page && hash !== '') return hash;
  return posix.relative(posix.dirname(page), file) + hash;
}

/** The site's address of an archived page. */
const addressOf = (page: string): string => site.base + page.replace(/(^|\/)index\.html$/, '$1');

/**
 * Rewrites one page. `page` is its file below the archive's root. A link to what the archive does
 * not hold loses its address and stays as text.
 */
export function offlinePage(html: string, page: string, fileOf: FileOf): string {
  const document = parse(html);
  const visit = (parent: DefaultTreeAdapterTypes.ParentNode): void => {
    parent.childNodes = parent.childNodes.filter((node) => !('tagName' in node && isOnline(node)));
    for (const node of parent.childNodes) {
      if (!('tagName' in node)) continue;
      node.attrs = node.attrs.flatMap((one) => {
        if (!addressAttributes.has(one.name)) return [one];
        const value = relative(one.value, page, fileOf);
        return value === undefined ? [] : [{ ...one, value }];
      });
      visit(node);
    }
  };
  visit(document);
  return serialize(document);
}
