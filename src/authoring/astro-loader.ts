import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Loader, LoaderContext } from 'astro/loaders';
import { readText } from './content-files.ts';
import type { GuideSource } from './guide-source.ts';
import type { EvidenceSource } from './read-evidence.ts';
import { formatProblem } from './problem.ts';
import { readGuides } from './read-guides.ts';
import { replyGuide } from './reply-guide.ts';
import { isWritten } from './written.ts';

/**
 * Astro loader of `content/guides/<slug>/guide.yaml`: id = slug, data = the guide, its slug and its
 * regions.
 */
export function guideLoader(folder: string): Loader {
  return {
    name: 'guides',
    load: async (context) => {
      const contentDir = resolve(fileURLToPath(context.config.root), folder);
      await fill(context, contentDir);
      watch(context, contentDir);
    },
  };
}

/**
 * Reads all guides first and stores them after, so that a broken guide never leaves half a
 * collection.
 */
async function fill(context: LoaderContext, contentDir: string): Promise<void> {
  const { guides, problems } = readGuides(contentDir);
  if (problems.length > 0) {
    const list = problems.map((found) => `  ${formatProblem(found)}`).join('\n');
    throw new Error(`The content has ${problems.length} problem(s):\n${list}`);
  }
  const entries = await Promise.all(
    guides.map(async (guide) => ({
      id: guide.slug,
      data: await context.parseData({ id: guide.slug, data: stored(guide) }),
      filePath: relative(join(contentDir, '..'), join(guide.dir, 'guide.yaml')),
    })),
  );
  context.store.clear();
  for (const entry of entries) {
    context.store.set({ ...entry, digest: context.generateDigest(entry.data) });
  }
}

function stored(guide: GuideSource) {
  const { slug, dir, data, articles, regions, evidence } = guide;
  return {
    ...{ ...data, slug, regions, files: guideFiles(dir), evidence: plain(evidence) },
    markdown: { en: articles.en?.markdown, zh: articles.zh?.markdown },
    reply: isWritten(guide) ? replyGuide(guide) : undefined,
  };
}

/**
 * In development a saved file is read again; a problem is printed and the last good guides stay.
 */
function watch(context: LoaderContext, contentDir: string): void {
  const { watcher, logger } = context;
  if (!watcher) return;
  watcher.add(contentDir);
  const reload = (path: string): void => {
    if (!path.startsWith(contentDir)) return;
    fill(context, contentDir).catch((error: unknown) => {
      logger.error(error instanceof Error ? error.message : String(error));
    });
  };
  for (const event of ['add', 'change', 'unlink'] as const) watcher.on(event, reload);
}

/** What a reader may download as it is. */
const downloads = ['repro.py', 'commands.sh', 'evidence.json'];

function guideFiles(dir: string): { name: string; text: string }[] {
  return downloads.flatMap((name) => {
    const text = readText(join(dir, name));
    return text === undefined ? [] : [{ name, text }];
  });
}

/** The store keeps JSON: hashes travel as pairs. */
function plain(evidence: EvidenceSource | undefined) {
  return (
    evidence && {
      record: evidence.record,
      prelude: evidence.hashes.prelude,
      scenarios: [...evidence.hashes.scenarios],
    }
  );
}
