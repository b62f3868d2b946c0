/** What the content says about each guide, to hold the built pages against. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { locales } from '../../../src/lib/locale.ts';
import { site } from '../../../src/site.ts';
import { type Page, pageAt, root } from './dist.ts';

interface GuideFacts {
  readonly state: 'written' | 'planned';
  readonly headline: string;
  readonly phase: string;
  readonly messages: readonly { readonly examples: readonly string[] }[];
}

export interface KnownGuide extends GuideFacts {
  readonly slug: string;
}

const folder = join(root, 'content/guides');

export const guides: readonly KnownGuide[] = globSync('*/guide.yaml', { cwd: folder })
  .sort()
  .map((file) => ({
    slug: file.replace(/[\\/]guide\.yaml$/, ''),
    ...(parse(readFileSync(join(folder, file), 'utf8')) as GuideFacts),
  }));

export const written = guides.filter(({ state }) => state === 'written');

/** The guide's page in each language; throws where one was not built. */
export function guidePages(slug: string): Page[] {
  return locales.map((locale) => {
    const path = `${site.base}${locale}/guides/${slug}/`;
    const page = pageAt(path);
    if (!page) throw new Error(`${path} was not built`);
    return page;
  });
}

/** Every page of every written guide, with the guide. */
export function writtenPages(): { guide: KnownGuide; page: Page }[] {
  return written.flatMap((guide) => guidePages(guide.slug).map((page) => ({ guide, page })));
}
