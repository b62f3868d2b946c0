import { relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Worker } from 'node:worker_threads';
import type { AstroIntegration } from 'astro';
import type { ProvidedContent } from '../data/provided-content.ts';
import { isOwnContent } from '../build/content-dir.ts';
import { keptPages, type KeptPages } from '../build/kept-pages.ts';
import { checkContent, reportContent } from './check-content.ts';
import { keptGuides, type KeptGuides } from './kept-guides.ts';
import { formatProblem } from './problem.ts';
import { providedContent } from './provided-content.ts';
import { readContent, type Content } from './read-content.ts';
import { startReadingAhead } from './read-ahead.ts';
import { GuideReader } from './read-guides.ts';
import { watchFolder } from './watch-folder.ts';

/** Where content comes from and goes to, and what an earlier program kept of it. */
interface Setting {
  root: string;
  contentDir: string;
  dist: string;
  /** Undefined for other content than ours: built once, by a test, it would push out what is kept of ours. */
  kept: KeptGuides | undefined;
  ahead: Worker | undefined;
}

/**
 * Reads guides, prose pages and lists from `folder` and hands them to the pages. A build checks all content first
 * and stops where there is a problem. In development a saved file's guide is read again and the
 * browser reloads; a problem is printed and the last good content stays.
 */
export function contentProvider(
  folder: string,
  provide: (content: ProvidedContent) => void,
): AstroIntegration {
  let setting: Setting;
  let pages: KeptPages | undefined;
  let watcher: ReturnType<typeof watchFolder> | undefined;
  return {
    name: 'content-provider',
    hooks: {
      'astro:config:setup': ({ command, config, updateConfig }) => {
        const root = fileURLToPath(config.root);
        const contentDir = resolve(root, folder);
        const kept = isOwnContent(root, contentDir) ? keptGuides(root, contentDir) : undefined;
        const isNeeded = kept && (command === 'build' || command === 'dev');
        const ahead = isNeeded ? startReadingAhead({ root, contentDir }) : undefined;
        setting = { root, contentDir, dist: fileURLToPath(config.outDir), kept, ahead };
        // Vite walks the folder of the project before it serves a page; content has a watcher of its own.
        const ignored = (path: string): boolean => isNoCode(root, path);
        updateConfig({ vite: { server: { watch: { ignored } } } });
      },
      'astro:build:start': async () => {
        const { root, contentDir, dist, kept, ahead } = setting;
        // To read all content once more for the check would take as long as to render it.
        const content = checkedContent(contentDir, kept);
        await ahead?.terminate();
        kept?.prune();
        pages = kept && keptPages(root, contentDir, dist);
        provide(providedContent(content, { dist, kept: pages }));
      },
      'astro:build:done': () => pages?.keep(),
      'astro:server:setup': ({ server, logger }) => {
        const { contentDir, kept } = setting;
        const reader = new GuideReader(contentDir, kept);
        const onError = (error: unknown): void => {
          logger.error(error instanceof Error ? error.message : String(error));
        };
        const reload = (paths: readonly string[]): void => {
          for (const path of paths) reader.forget(path);
          try {
            provide(soundContent(reader));
            server.ws.send({ type: 'full-reload' });
          } catch (error) {
            onError(error);
          }
        };
        provide(soundContent(reader));
        watcher = watchFolder(contentDir, reload, onError);
      },
      'astro:server:done': () => watcher?.close(),
    },
  };
}

/** Whether a file lies in a folder of the project whose files no page imports. */
function isNoCode(root: string, path: string): boolean {
  const [folder, file] = relative(root, path).split(sep);
  return file !== undefined && folder !== 'src' && folder !== 'public';
}

function checkedContent(contentDir: string, kept: KeptGuides | undefined): Content {
  const checked = checkContent(contentDir, kept);
  // Without a stack, which would bury the list under Astro's lines.
  if (reportContent(checked) !== 0)
    throw Object.assign(new Error('The content has the problems listed above.'), { stack: '' });
  return checked.content;
}

/** Throws with the list where a file has a problem of its own. */
function soundContent(reader: GuideReader): ProvidedContent {
  const { content, problems } = readContent(reader.contentDir, reader);
  if (problems.length > 0) {
    const list = problems.map((found) => `  ${formatProblem(found)}`).join('\n');
    throw new Error(`The content has ${problems.length} problem(s):\n${list}`);
  }
  return providedContent(content);
}
