/** What the commands know, as the built site publishes it. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { EnvironmentData } from '../lib/environment/index.ts';
import type { Signature } from '../lib/finder/index.ts';
import { locales, type Locale } from '../lib/locale.ts';
import type { ReplyGuide } from '../lib/reply/types.ts';
import { sitePlaceholder, twinPath, type PackagedData } from './data.ts';

/** A guide's Markdown with a placeholder for the site's address, or undefined where it is not written. */
export function builtTwin(dist: string, slug: string, locale: Locale): string | undefined {
  const file = join(dist, locale, 'guides', `${slug}.md`);
  if (!existsSync(file)) return undefined;
  const twin = readFileSync(file, 'utf8');
  const site = siteOf(twin);
  return site ? twin.replaceAll(site, sitePlaceholder) : twin;
}

/** The data of the environment check. Throws where the site was not built with it. */
function builtEnvironment(dist: string): EnvironmentData {
  const [data] = readAll<EnvironmentData>(dist, 'data/environment.*.json');
  if (!data) throw new Error(`${dist} has no data/environment.*.json`);
  return data;
}

/** The Markdown of every guide, by its path in the package. */
export function packageTwins(dist: string): [path: string, markdown: string][] {
  return locales.flatMap((locale) =>
    globSync(`${locale}/guides/*.md`, { cwd: dist })
      .map((file) => basename(file, '.md'))
      .sort()
      .map((slug): [string, string] => [
        twinPath(slug, locale),
        builtTwin(dist, slug, locale) ?? '',
      ]),
  );
}

/** Everything for `data.json`. A site that was built for this machine alone has no address. */
export function packageData(dist: string, version: string): PackagedData {
  const replies = readAll<ReplyGuide>(dist, 'replies/*.json');
  const [slug = ''] = replies.map((guide) => guide.slug);
  const twin = readFileSync(join(dist, locales[0], 'guides', `${slug}.md`), 'utf8');
  const site = siteOf(twin);
  return {
    version,
    ...(site && new URL(site).hostname !== 'localhost' ? { site } : {}),
    signatures: readAll<{ signatures: Signature[] }>(dist, 'api/v1/signatures.json').flatMap(
      (file) => file.signatures,
    ),
    replies,
    environment: builtEnvironment(dist),
  };
}

function siteOf(twin: string): string | undefined {
  const permalink = /^permalink: "(.*)"$/m.exec(twin)?.[1];
  return permalink?.replace(/e\/[^/]*\/$/, '');
}

function readAll<T>(dist: string, pattern: string): T[] {
  return globSync(pattern, { cwd: dist })
    .sort()
    .map((file) => JSON.parse(readFileSync(join(dist, file), 'utf8')) as T);
}
