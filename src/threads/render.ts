import { parentPort, workerData } from 'node:worker_threads';
import type { SSRManifest } from 'astro';
import { App } from 'astro/app';
import { keptGuides } from '../authoring/kept-guides.ts';
import { providedContent } from '../authoring/provided-content.ts';
import { readContent } from '../authoring/read-content.ts';
import { GuideReader } from '../authoring/read-guides.ts';
import type { RenderedPage, RenderSetting, WantedPage } from '../build/render-thread.ts';
import { provideContent } from '../data/provided-content.ts';

/**
 * Renders the pages that `build/render-thread.ts` asks for, from the content that the build has just
 * checked and kept. Only what renders as it should is answered with a body.
 */
async function start({ root, contentDir, entry }: RenderSetting): Promise<void> {
  const reader = new GuideReader(contentDir, keptGuides(root, contentDir));
  provideContent(providedContent(readContent(contentDir, reader).content));
  const { manifest } = (await import(entry)) as { manifest: SSRManifest };
  const app = new App(manifest);

  const render = async ({ id, url, route }: WantedPage): Promise<void> => {
    const routeData = manifest.routes.find((known) => known.routeData.route === route)?.routeData;
    const response = routeData && (await app.render(new Request(url), { routeData }));
    if (response?.status !== 200) {
      answer({ id });
      return;
    }
    const body = await response.arrayBuffer();
    answer({ id, headers: [...response.headers], body }, [body]);
  };
  parentPort?.on('message', (page: WantedPage) => {
    render(page).catch(() => {
      answer({ id: page.id });
    });
  });
  parentPort?.postMessage('ready');
}

function answer(page: RenderedPage, transferred: ArrayBuffer[] = []): void {
  parentPort?.postMessage(page, transferred);
}

await start(workerData as RenderSetting);
