/** The built site as a reader's browser gets it: every page, parsed once. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { type Locale, locales } from '../../../src/lib/locale.ts';
import { site } from '../../../src/site.ts';

type Node = DefaultTreeAdapterTypes.Node;

/** An element with what the tests ask of it. */
export interface BuiltElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly parent: BuiltElement | undefined;
  /** All text below it, as it stands in the source. */
  readonly text: string;
}

export interface Page {
  /** Address under the origin, with the base: `/en/guides/flash-attn-dtype/`. */
  readonly path: string;
  /** Path below dist. */
  readonly file: string;
  /** The language in the address; none for the pages that show both. */
  readonly locale: Locale | undefined;
  readonly html: string;
  /** In document order; what a `<template>` holds as well. */
  readonly elements: readonly BuiltElement[];
}

export const root = fileURLToPath(new URL('../../..', import.meta.url));
const dist = join(root, 'dist');

export function readDist(file: string): string {
  return readFileSync(join(dist, file), 'utf8');
}

export function isInDist(file: string): boolean {
  return existsSync(join(dist, file));
}

/** The file below dist that a host sends for a path; undefined outside the base. */
export function fileOf(path: string): string | undefined {
  if (!path.startsWith(site.base)) return undefined;
  const file = decodeURI(path.slice(site.base.length));
  return file === '' || file.endsWith('/') ? `${file}index.html` : file;
}

/** The language of a path below the base, if it is a page of one language. */
export function localeOf(path: string): Locale | undefined {
  const [first] = path.split('/');
  return locales.find((locale) => locale === first);
}

function textOf(node: Node): string {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}

function collect(node: Node, parent: BuiltElement | undefined, found: BuiltElement[]): void {
  let element = parent;
  if ('tagName' in node) {
    const attributes = Object.fromEntries(node.attrs.map(({ name, value }) => [name, value]));
    element = { name: node.tagName, attributes, parent, text: textOf(node) };
    found.push(element);
  }
  if ('content' in node) collect(node.content, element, found);
  if (!('childNodes' in node)) return;
  for (const child of node.childNodes) collect(child, element, found);
}

function readPage(file: string): Page {
  const html = readDist(file);
  const elements: BuiltElement[] = [];
  collect(parse(html), undefined, elements);
  return {
    path: site.base + file.replace(/(^|\/)index\.html$/, '$1'),
    file,
    locale: localeOf(file),
    html,
    elements,
  };
}

export const pages: readonly Page[] = globSync('**/*.html', { cwd: dist })
  .map((file) => file.replaceAll('\\', '/'))
  .sort()
  .map(readPage);

/** The page at an address, or undefined. */
export function pageAt(path: string): Page | undefined {
  return pages.find((page) => page.path === path);
}

export function ancestors(element: BuiltElement): BuiltElement[] {
  return element.parent ? [element.parent, ...ancestors(element.parent)] : [];
}

/** Elements with this name. */
export function all(page: Page, name: string): BuiltElement[] {
  return page.elements.filter((element) => element.name === name);
}

/** Values of one attribute over the whole page, in order. */
export function values(page: Page, attribute: string): string[] {
  return page.elements.flatMap(({ attributes }) => attributes[attribute] ?? []);
}

/** `content` of a `<meta name>` or `<meta http-equiv>`. */
export function meta(page: Page, name: string): string | undefined {
  const { attributes } =
    all(page, 'meta').find(({ attributes: own }) => (own['name'] ?? own['http-equiv']) === name) ??
    {};
  return attributes?.['content'];
}

/** `href` of every `<link>` with this `rel`. */
export function links(page: Page, rel: string): string[] {
  return all(page, 'link').flatMap(({ attributes }) =>
    attributes['rel'] === rel ? (attributes['href'] ?? []) : [],
  );
}
