import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Loader, LoaderContext } from 'astro/loaders';
import { checkContent, reportContent } from './check-content.ts';
import type { GuideSource } from './guide-source.ts';
import type { EvidenceSource } from './read-evidence.ts';
import { formatProblem } from './problem.ts';
import { GuideReader, type GuidesRead } from './read-guides.ts';
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
      if (!context.watcher) {
        await fill(context, checkedGuides(contentDir));
        return;
      }
      const reader = new GuideReader(contentDir);
      await fill(context, sound(reader.read()));
      watch(context, context.watcher, reader);
    },
  };
}

/** A build checks what it reads: to read all content once more for the check takes as long as to render it. */
function checkedGuides(contentDir: string): readonly GuideSource[] {
  const checked = checkContent(contentDir);
  if (reportContent(checked) !== 0) throw new Error('The content has the problems listed above.');
  return checked.content.guides;
}

function sound({ guides, problems }: GuidesRead): readonly GuideSource[] {
  if (problems.length > 0) {
    const list = problems.map((found) => `  ${formatProblem(found)}`).join('\n');
    throw new Error(`The content has ${problems.length} problem(s):\n${list}`);
  }
  return guides;
}

/** What is unchanged is neither parsed nor stored again: at a thousand guides that would take many seconds. */
async function fill(context: LoaderContext, guides: readonly GuideSource[]): Promise<void> {
  const root = fileURLToPath(context.config.root);
  const gone = new Set(context.store.keys());
  // Entries are stored after all of them were read, so that a broken guide never leaves half a collection.
  const entries = await Promise.all(guides.map((guide) => entryOf(context, root, guide)));
  for (const entry of entries) {
    gone.delete(entry.id);
    context.store.set(entry);
  }
  for (const id of gone) context.store.delete(id);
}

type Entry = Parameters<LoaderContext['store']['set']>[0];
type Watcher = NonNullable<LoaderContext['watcher']>;

const entriesOf = new WeakMap<GuideSource, Promise<Entry>>();

function entryOf(context: LoaderContext, root: string, guide: GuideSource): Promise<Entry> {
  const known = entriesOf.get(guide) ?? makeEntry(context, root, guide);
  entriesOf.set(guide, known);
  return known;
}

async function makeEntry(context: LoaderContext, root: string, guide: GuideSource): Promise<Entry> {
  const { slug: id, dir } = guide;
  const data = await context.parseData({ id, data: stored(guide, relative(root, dir)) });
  const filePath = guide.file;
  return { id, data, filePath, digest: context.generateDigest(data) };
}

/**
 * In development a saved file's guide is read again; a problem is printed and the last good guides stay.
 */
function watch(context: LoaderContext, watcher: Watcher, reader: GuideReader): void {
  const { logger } = context;
  watcher.add(reader.contentDir);
  const reload = (path: string): void => {
    if (!path.startsWith(reader.contentDir)) return;
    reader.forget(path);
    Promise.resolve()
      .then(() => fill(context, sound(reader.read())))
      .catch((error: unknown) => {
        logger.error(error instanceof Error ? error.message : String(error));
      });
  };
  for (const event of ['add', 'change', 'unlink'] as const) watcher.on(event, reload);
}

function stored(guide: GuideSource, folder: string) {
  const { slug, dir, data, articles, regions, evidence } = guide;
  return {
    ...{ ...data, slug, regions, evidence: plain(evidence) },
    // Their texts stay on the disk: they would be half of the store, which every build reads whole.
    ...{
      folder,
      files: downloads.filter((name) => existsSync(join(dir, name))),
    },
    markdown: { en: articles.en?.markdown, zh: articles.zh?.markdown },
    reply: isWritten(guide) ? replyGuide(guide) : undefined,
  };
}

/** What a reader may download as it is. */
const downloads = ['repro.py', 'commands.sh', 'evidence.json'];

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
