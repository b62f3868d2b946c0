import { afterEach, expect, it, vi } from 'vitest';
import type { AstroPrerenderer } from 'astro';
import { RenderThread } from '../../../src/build/render-thread.ts';
import { inTwoThreads, type SecondThread } from '../../../src/build/second-renderer.ts';
import { root } from '../../../scripts/lib/tool.ts';

const options = { routeData: { route: '/[locale]/[page]' } } as Parameters<
  AstroPrerenderer['render']
>[1];

/** Renders the paths in turn and says which thread answered each. */
async function share(
  second: SecondThread | undefined,
  paths: readonly string[],
): Promise<{ answers: string[]; ended: string[] }> {
  const ended: string[] = [];
  const shared = inTwoThreads(
    {
      name: 'first',
      getStaticPaths: () => Promise.resolve([]),
      render: () => Promise.resolve(new Response('first')),
      teardown: () => Promise.resolve(void ended.push('first')),
    },
    () => second,
  );
  vi.stubEnv('RENDER_THREADS', '2');
  await shared.getStaticPaths();
  const answers: string[] = [];
  for (const path of paths) {
    const result = await shared.render(new Request(`https://example.org${path}`), options);
    answers.push(await (result instanceof Response ? result : result.response).text());
  }
  await shared.teardown?.();
  return { answers, ended };
}

const thread = (load: () => number, render: SecondThread['render']): SecondThread => ({
  get load() {
    return load();
  },
  render,
  stop: () => Promise.resolve(),
});

afterEach(() => vi.unstubAllEnvs());

it('gives the second thread pages while it has few', async () => {
  const loads = [0, 3, 4, Number.POSITIVE_INFINITY];
  const second = thread(
    () => loads.shift() ?? 0,
    () => Promise.resolve(new Response('second')),
  );
  const { answers } = await share(second, ['/en/a/', '/en/b/', '/en/c/', '/en/d/', '/en/e/']);
  expect(answers).toEqual(['second', 'second', 'first', 'first', 'second']);
});

it('has one thread render both languages of a page', async () => {
  const loads = [0, 9, 9, 0];
  const second = thread(
    () => loads.shift() ?? 9,
    () => Promise.resolve(new Response('second')),
  );
  const { answers } = await share(second, ['/en/a/', '/zh/a/', '/zh/b/', '/en/b/']);
  expect(answers).toEqual(['second', 'second', 'first', 'first']);
});

it('renders itself what the second thread cannot', async () => {
  const second = thread(
    () => 0,
    () => Promise.resolve(undefined),
  );
  expect(await share(second, ['/en/a/'])).toEqual({ answers: ['first'], ended: ['first'] });
  expect(await share(undefined, ['/en/a/'])).toEqual({ answers: ['first'], ended: ['first'] });
});

it('says why a thread has ended, and leaves its pages to others', async () => {
  const entry = 'file:///nowhere/prerender-entry.mjs';
  const failure = Promise.withResolvers<Error>();
  const broken = new RenderThread({ root, contentDir: 'content', entry }, failure.resolve);
  const page = broken.render('https://example.org/en/', '/[locale]');
  expect((await failure.promise).message).toContain('/nowhere/prerender-entry.mjs');
  expect(await page).toBeUndefined();
  expect(broken.load).toBe(Number.POSITIVE_INFINITY);
  await broken.stop();
});
