import { globSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { AstroIntegration, AstroIntegrationLogger, AstroPrerenderer } from 'astro';
import { locales } from '../lib/locale.ts';
import { isOwnContent } from './content-dir.ts';
import { RenderThread, type RenderSetting } from './render-thread.ts';

/** Where Astro writes the modules that render pages, until the build ends. */
const PROGRAMS = '.prerender';

/** Of fewer pages the first thread has rendered all before the second one is ready. */
const FEW_PAGES = 200;

/** Pages that wait for the second thread at once: enough that it never waits for the first. */
const AT_ONCE = 4;

/**
 * Renders pages in two threads: rendering is half of a build, and Astro uses one processor. What
 * the second thread cannot render the first one does, and says what is wrong. `RENDER_THREADS=1`
 * or `2` in the environment decides in place of the number of pages.
 */
export function secondRenderer(folder: string): AstroIntegration {
  let setting: BuildSetting;
  return {
    name: 'second-renderer',
    hooks: {
      'astro:config:setup': ({ config }) => {
        const root = fileURLToPath(config.root);
        const contentDir = resolve(root, folder);
        setting = { root, contentDir, dist: fileURLToPath(config.outDir) };
      },
      'astro:build:start': ({ setPrerenderer, logger }) => {
        if (!isOwnContent(setting.root, setting.contentDir)) return;
        // What a build that did not end has left would be taken for what this one renders with.
        rmSync(join(setting.dist, PROGRAMS), { recursive: true, force: true });
        setPrerenderer((first) => inTwoThreads(first, () => startThread(setting, logger)));
      },
    },
  };
}

interface BuildSetting extends Omit<RenderSetting, 'entry'> {
  dist: string;
}

function startThread(
  { dist, ...setting }: BuildSetting,
  logger: AstroIntegrationLogger,
): RenderThread | undefined {
  const folder = join(dist, PROGRAMS);
  const [name] = globSync('prerender-entry.*.mjs', { cwd: folder });
  if (name === undefined) {
    logger.warn('one thread renders all pages: the module that renders them was not found');
    return undefined;
  }
  const entry = pathToFileURL(join(folder, name)).href;
  return new RenderThread({ ...setting, entry }, ({ message }) => {
    logger.warn(`one thread renders all further pages: ${message}`);
  });
}

/** What is needed of `RenderThread`. */
export type SecondThread = Pick<RenderThread, 'load' | 'render' | 'stop'>;

/** Shares the pages of a build between its own thread and the one that `start` makes. */
export function inTwoThreads(
  first: AstroPrerenderer,
  start: () => SecondThread | undefined,
): AstroPrerenderer {
  let second: SecondThread | undefined;
  const isSecondOf = new Map<string, boolean>();
  return {
    ...first,
    name: 'two-threads',
    getStaticPaths: async () => {
      const paths = await first.getStaticPaths();
      const pages = paths.filter(({ route }) => route.type === 'page');
      const fitting = pages.length > FEW_PAGES ? Math.min(2, availableParallelism()) : 1;
      const wanted = Number(process.env['RENDER_THREADS'] ?? fitting);
      if (wanted > 1) second = start();
      return paths;
    },
    render: async (request, options) => {
      const languages = bothLanguages(request.url);
      const isSecond = isSecondOf.get(languages) ?? (second?.load ?? AT_ONCE) < AT_ONCE;
      isSecondOf.set(languages, isSecond);
      const rendered = isSecond && (await second?.render(request.url, options.routeData.route));
      if (rendered) return rendered;
      // What the second thread has sent comes in between.
      await nextTurn();
      return first.render(request, options);
    },
    teardown: async () => {
      await second?.stop();
      await first.teardown?.();
    },
  };
}

/** A page in either language: one thread renders both, for they show the same code. */
function bothLanguages(url: string): string {
  const steps = new URL(url).pathname.split('/');
  return steps.filter((step) => !locales.some((locale) => locale === step)).join('/');
}
