import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import type { ProvidedContent } from '../data/provided-content.ts';
import { keptPages, type KeptPages } from '../build/kept-pages.ts';
import { checkContent, reportContent } from './check-content.ts';
import { keptGuides, type KeptGuides } from './kept-guides.ts';
import { formatProblem } from './problem.ts';
import { providedContent } from './provided-content.ts';
import type { Content } from './read-content.ts';
import { GuideReader } from './read-guides.ts';
import { readProse } from './read-prose.ts';

/**
 * Reads guides and prose pages from `folder` and hands them to the pages. A build checks all content first
 * and stops where there is a problem. In development a saved file's guide is read again and the
 * browser reloads; a problem is printed and the last good content stays.
 */
export function contentProvider(
  folder: string,
  provide: (content: ProvidedContent) => void,
): AstroIntegration {
  let root = '.';
  let contentDir = folder;
  let dist = 'dist';
  let pages: KeptPages | undefined;
  return {
    name: 'content-provider',
    hooks: {
      'astro:config:done': ({ config }) => {
        root = fileURLToPath(config.root);
        contentDir = resolve(root, folder);
        dist = fileURLToPath(config.outDir);
      },
      'astro:build:start': () => {
        // Other content is built once, by a test or from elsewhere, and would push out what is kept of ours.
        const isOurs = contentDir === join(root, 'content');
        const kept = isOurs ? keptGuides(root, contentDir) : undefined;
        // To read all content once more for the check would take as long as to render it.
        const { guides, prose } = checkedContent(contentDir, kept);
        kept?.prune();
        pages = isOurs ? keptPages(root, contentDir, dist) : undefined;
        provide(providedContent(guides, prose, { dist, kept: pages }));
      },
      'astro:build:done': () => pages?.keep(),
      'astro:server:setup': ({ server, logger }) => {
        const reader = new GuideReader(contentDir, keptGuides(root, contentDir));
        provide(soundContent(reader));
        server.watcher.add(contentDir);
        const reload = (path: string): void => {
          if (!path.startsWith(contentDir)) return;
          reader.forget(path);
          try {
            provide(soundContent(reader));
            server.ws.send({ type: 'full-reload' });
          } catch (error) {
            logger.error(error instanceof Error ? error.message : String(error));
          }
        };
        for (const event of ['add', 'change', 'unlink'] as const) server.watcher.on(event, reload);
      },
    },
  };
}

function checkedContent(contentDir: string, kept: KeptGuides | undefined): Content {
  const checked = checkContent(contentDir, kept);
  if (reportContent(checked) !== 0) throw new Error('The content has the problems listed above.');
  return checked.content;
}

/** Throws with the list where a file has a problem of its own. */
function soundContent(reader: GuideReader): ProvidedContent {
  const { guides, problems: ofGuides } = reader.read();
  const { prose, problems: ofProse } = readProse(reader.contentDir);
  const problems = [...ofGuides, ...ofProse];
  if (problems.length > 0) {
    const list = problems.map((found) => `  ${formatProblem(found)}`).join('\n');
    throw new Error(`The content has ${problems.length} problem(s):\n${list}`);
  }
  return providedContent(guides, prose);
}
