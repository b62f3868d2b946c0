/** What the site publishes for programs, read as they would read it. */
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

/** The text of the twin outside fences and code spans. */
export function proseOf({ body }: Twin): string {
  return body
    .replaceAll(/^([ \t]*`{3,})[^\n]*\n[^]*?\n\1$/gm, '')
    .replaceAll(/(?<!`)(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, '');
}

/** A file of the public interface. */
export function readApi<T>(file: string): T {
  return JSON.parse(readDist(`api/v1/${file}`)) as T;
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
