/** What the site publishes for programs, read as they would read it. */
import { markdownToMdast } from 'satteri';
import { parse } from 'yaml';
import { type Locale, locales } from '../../../src/lib/locale.ts';
import { site } from '../../../src/site.ts';
import { type Page, all, readDist } from './dist.ts';
import { written } from './guides.ts';

export interface Twin {
  readonly slug: string;
  readonly locale: Locale;
  readonly text: string;
  readonly frontMatter: Readonly<Record<string, unknown>>;
  /** What stands behind the front matter. */
  readonly body: string;
}

function readTwin(slug: string, locale: Locale): Twin {
  const text = readDist(`${locale}/guides/${slug}.md`);
  const [, yaml = '', body = ''] = /^---\n([^]*?)\n---\n([^]*)$/.exec(text) ?? [];
  const frontMatter = parse(yaml) as Record<string, unknown>;
  return { slug, locale, text, frontMatter, body };
}

export const twins: readonly Twin[] = written.flatMap(({ slug }) =>
  locales.map((locale) => readTwin(slug, locale)),
);

interface MarkdownNode {
  type: string;
  value?: string;
  url?: string;
  identifier?: string;
  children?: MarkdownNode[];
}

/** What a Markdown parser finds in a twin. */
export function readMarkdown({ body }: Twin) {
  const nodes: MarkdownNode[] = [];
  const walk = (node: MarkdownNode): void => {
    nodes.push(node);
    node.children?.forEach(walk);
  };
  walk(markdownToMdast(body, { features: { headingAttributes: true } }));
  const ofType = (type: string) => nodes.filter((node) => node.type === type);
  return {
    /** Prose outside code, piece by piece. */
    texts: ofType('text').map(({ value = '' }) => value),
    html: ofType('html').map(({ value = '' }) => value),
    /** Addresses of links that are written where they are used. */
    urls: ofType('link').map(({ url = '' }) => url),
    /** Numbers of the links whose addresses stand at the end, and those addresses. */
    references: ofType('linkReference').map(({ identifier = '' }) => identifier),
    definitions: ofType('definition').map(({ identifier = '', url = '' }) => ({ identifier, url })),
    code: ofType('code').map(({ value = '' }) => value),
  };
}

/** A file of the public interface. */
export function readApi(file: string): unknown {
  return JSON.parse(readDist(`api/v1/${file}`));
}

/** The structured data of a page, one value for each block. */
export function dataBlocks(page: Page): unknown[] {
  return all(page, 'script')
    .filter(({ attributes }) => attributes['type'] === 'application/ld+json')
    .map(({ text }) => JSON.parse(text) as unknown);
}

/** Text of each element with this name, in a document that a program wrote. */
export function xmlTexts(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text]) => text!);
}

/** The path of an address of this site below dist. */
export function fileAt(address: string): string {
  const { pathname } = new URL(address);
  const file = decodeURI(pathname).slice(site.base.length);
  return file === '' || file.endsWith('/') ? `${file}index.html` : file;
}
