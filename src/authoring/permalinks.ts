import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sectionAnchors } from '../lib/anchors.ts';
import { figureIds } from '../lib/figures/ids.ts';
import { readText } from './content-files.ts';
import { contentAnchors } from './page-anchors.ts';
import type { Content } from './read-content.ts';
import type { Place, Problem } from './problem.ts';
import { readSource } from './read-source.ts';
import { isWritten } from './written.ts';

/** A published path, with an anchor or without; `{lang}` stands for every language. */
export interface LockedLink {
  link: string;
  place: Place;
}

/** Address of the glossary's anchors. */
export const glossaryPath = '/{lang}/glossary/#';

const lockName = 'permalinks.lock';

const header = [
  '# Every published path and anchor; {lang} stands for each language. Append-only:',
  '# `npm run release` adds lines, nobody removes or edits one. What stands here must exist',
  '# for ever. To redirect an anchor, enter it under `moved` in its guide.yaml; to end a whole',
  '# guide, enter it in content/retired.yaml with the guide that answers now.',
];

const sitePaths = [
  '/',
  '/{lang}/',
  ...['find', 'environment', 'messages', 'glossary', 'about', 'api'].map(
    (name) => `/{lang}/${name}/`,
  ),
  ...figureIds.map((id) => `/{lang}/figures/${id}/`),
  ...['llms.txt', 'llms-full.txt', 'opensearch.xml'].flatMap((name) => [`/${name}`, `/zh/${name}`]),
  '/{lang}/feed.xml',
  '/sitemap.xml',
  ...[
    'guides',
    'signatures',
    'schemas/guides',
    'schemas/guide',
    'schemas/retired',
    'schemas/signatures',
  ].map((name) => `/api/v1/${name}.json`),
];

/**
 * Sections that every guide's page has, whatever its content. Evidence appears only once code has
 * run.
 */
const lastingSections = Object.values(sectionAnchors).filter(
  (anchor) => anchor !== sectionAnchors.evidence,
);

/** The paths and anchors that the content publishes now, in a stable order. */
export function currentPermalinks({ guides, glossary }: Content): string[] {
  return [
    ...sitePaths,
    ...glossary.entries.map(({ id }) => `${glossaryPath}${id}`),
    ...guides.flatMap((guide) => {
      const entry = `/e/${guide.slug}/`;
      const data = `/api/v1/guides/${guide.slug}.json`;
      if (!isWritten(guide)) return [entry, data];
      const page = `/{lang}/guides/${guide.slug}/`;
      const twin = `/{lang}/guides/${guide.slug}.md`;
      const anchors = [
        ...lastingSections,
        ...contentAnchors(guide, guide.articles.en),
        ...Object.keys(guide.data.moved),
      ];
      const pages = [entry, page].flatMap((path) => [
        path,
        ...anchors.map((anchor) => `${path}#${anchor}`),
      ]);
      return [...pages, twin, data];
    }),
  ];
}

/** The slug in the address of a guide, or undefined for other pages. */
export function guideOf(link: string): string | undefined {
  const [, slug] =
    /^\/(?:\{lang\}\/guides|e|api\/v1\/guides)\/([^/]+?)(?:\/|\.md$|\.json$)/.exec(link) ?? [];
  return slug;
}

/** What has been published so far. */
export function readLock(contentDir: string): { links: LockedLink[]; problems: Problem[] } {
  const { file, text = '', problems } = readSource(contentDir, join(contentDir, lockName));
  const links = text
    .split(/\r?\n/)
    .map((text, index) => ({ link: text.trim(), place: { file, line: index + 1, column: 1 } }))
    .filter(({ link }) => link !== '' && !link.startsWith('#'));
  return { links, problems };
}

/** Adds what is new to the lock and returns it. Lines that are there stay as they are. */
export function appendToLock(contentDir: string, content: Content): string[] {
  const locked = new Set(readLock(contentDir).links.map(({ link }) => link));
  const added = currentPermalinks(content).filter((link) => !locked.has(link));
  const path = join(contentDir, lockName);
  if (readText(path) === undefined) writeFileSync(path, `${header.join('\n')}\n`);
  if (added.length > 0) appendFileSync(path, `${added.join('\n')}\n`);
  return added;
}
