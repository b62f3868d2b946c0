import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import type { ProvidedContent } from '../data/provided-content.ts';
import { checkContent, reportContent } from './check-content.ts';
import { keptGuides } from './kept-guides.ts';
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
  let contentDir = folder;
  return {
    name: 'content-provider',
    hooks: {
      'astro:config:done': ({ config }) => {
        contentDir = resolve(fileURLToPath(config.root), folder);
      },
      // To read all content once more for the check takes as long as to render it.
      'astro:build:start': () => {
        const { guides, prose } = checkedContent(contentDir);
        provide(providedContent(guides, prose));
      },
      'astro:server:setup': ({ server, logger }) => {
        const reader = new GuideReader(contentDir, keptGuides(contentDir));
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

function checkedContent(contentDir: string): Content {
  const checked = checkContent(contentDir, keptGuides(contentDir));
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
