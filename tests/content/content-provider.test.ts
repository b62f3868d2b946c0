import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AstroIntegration } from 'astro';
import { describe, expect, it, vi } from 'vitest';
import { contentProvider } from '../../src/authoring/content-provider.ts';
import type { ProvidedContent } from '../../src/data/provided-content.ts';
import { withContent } from './broken-content.ts';

/** What the integration has provided so far, and the part of Astro's hooks that it uses. */
function providerOf(contentDir: string) {
  const provided: ProvidedContent[] = [];
  const { hooks } = contentProvider('content', (content) => provided.push(content));
  const call = (name: keyof AstroIntegration['hooks'], options: object) =>
    (hooks[name] as (options: object) => unknown)(options);
  const root = pathToFileURL(`${dirname(contentDir)}/`);
  const config = { root, outDir: new URL('dist/', root) };
  const updateConfig = vi.fn();
  call('astro:config:setup', { command: 'build', config, updateConfig });
  return { provided, call, updateConfig };
}

const broken = {
  file: 'guides/port-busy/guide.yaml',
  find: 'phase: distributed',
  replace: 'phase: nowhere',
};

describe('contentProvider', () => {
  it('provides each guide with its regions, articles and downloads', async () => {
    const { guides } = await withContent([], async (contentDir) => {
      const { provided, call } = providerOf(contentDir);
      await call('astro:build:start', {});
      return provided[0]!;
    });
    expect(guides.map(({ slug }) => slug)).toEqual(['port-busy', 'spindle-limit']);
    const guide = guides.find(({ slug }) => slug === 'spindle-limit')!;
    expect(guide.regions['fix-upgrade']).toMatchObject({
      ...{ code: 'pip install "spindle>=1.9"', language: 'bash', file: 'commands.sh' },
    });
    expect(guide.articles.zh?.title).toContain('spindle');
    expect(guide.downloads).toContain('repro.py');
  });

  it('provides nothing where one guide is broken, and lists every problem', async () => {
    const edits = [
      broken,
      { file: 'guides/spindle-limit/commands.sh', find: '# endregion', replace: '' },
    ];
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await withContent(edits, async (contentDir) => {
      const { provided, call } = providerOf(contentDir);
      await expect(call('astro:build:start', {})).rejects.toThrow('problems listed above');
      const listed = log.mock.calls.flat().join('\n');
      expect(listed).toMatch(/port-busy\/guide\.yaml:4:8[^]*commands\.sh:1:1/);
      expect(provided).toEqual([]);
    });
  });

  it('in development reloads the browser after an edit, and keeps the last good content', async () => {
    await withContent([], async (contentDir) => {
      const { provided, call } = providerOf(contentDir);
      const [send, error] = [vi.fn(), vi.fn()];
      call('astro:server:setup', { server: { ws: { send } }, logger: { error } });
      const path = join(contentDir, broken.file);
      const text = readFileSync(path, 'utf8');

      writeFileSync(path, text.replace(broken.find, broken.replace));
      await vi.waitFor(() => {
        expect(error.mock.calls.join()).toContain('port-busy/guide.yaml:4:8');
      });
      expect([provided.length, send.mock.calls.length]).toEqual([1, 0]);

      writeFileSync(path, text.replace(broken.find, 'phase: load'));
      await vi.waitFor(() => {
        expect(send).toHaveBeenCalledWith({ type: 'full-reload' });
      });
      const { guides } = provided[1]!;
      expect(guides.find(({ slug }) => slug === 'port-busy')?.data.phase).toBe('load');
      // What was not edited was not read again.
      expect(guides[1]).toBe(provided[0]!.guides[1]);

      appendFileSync(join(contentDir, 'glossary.yaml'), '\n');
      await vi.waitFor(() => {
        expect(provided).toHaveLength(3);
      });
      await call('astro:server:done', {});
    });
  });

  it('spares Vite the walk through what no page imports', async () => {
    await withContent([], (contentDir) => {
      const [[{ vite }]] = providerOf(contentDir).updateConfig.mock.calls as unknown as [
        [{ vite: { server: { watch: { ignored: (path: string) => boolean } } } }],
      ];
      const isIgnored = (...path: string[]): boolean =>
        vite.server.watch.ignored(join(dirname(contentDir), ...path));
      expect(
        [
          ['tests', 'a.ts'],
          ['content', 'guides'],
          ['dist', 'en', 'index.html'],
        ].map((path) => isIgnored(...path)),
      ).toEqual([true, true, true]);
      expect(
        [[], ['src'], ['src', 'lib', 'a.ts'], ['public', 'b.svg'], ['astro.config.mjs']].some(
          (path) => isIgnored(...path),
        ),
      ).toBe(false);
    });
  });
});
