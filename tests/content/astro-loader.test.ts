import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LoaderContext } from 'astro/loaders';
import { describe, expect, it, vi } from 'vitest';
import { guideLoader } from '../../src/authoring/astro-loader.ts';
import { withContent } from './broken-content.ts';

interface Entry {
  id: string;
  data: Record<string, unknown>;
  filePath?: string;
}

/** The part of Astro that the loader uses. */
function contextFor(contentDir: string): { context: LoaderContext; entries: Map<string, Entry> } {
  const entries = new Map<string, Entry>([['old', { id: 'old', data: {} }]]);
  const context = {
    config: { root: pathToFileURL(`${dirname(contentDir)}/`) },
    store: {
      keys: () => [...entries.keys()],
      delete: (id: string) => entries.delete(id),
      set: (entry: Entry) => entries.set(entry.id, entry),
    },
    parseData: ({ data }: Entry) => Promise.resolve(data),
    generateDigest: () => 'digest',
  };
  return { context: context as unknown as LoaderContext, entries };
}

describe('guideLoader', () => {
  it('stores each guide under its slug, with its regions', async () => {
    const entries = await withContent([], async (contentDir) => {
      const { context, entries: stored } = contextFor(contentDir);
      await guideLoader('content').load(context);
      return stored;
    });
    expect([...entries.keys()].toSorted()).toEqual(['port-busy', 'spindle-limit']);
    const guide = entries.get('spindle-limit');
    expect(guide?.filePath).toBe('content/guides/spindle-limit/guide.yaml');
    expect(guide?.data).toMatchObject({
      slug: 'spindle-limit',
      state: 'written',
      regions: {
        'fix-upgrade': {
          code: 'pip install "spindle>=1.9"',
          language: 'bash',
          file: 'commands.sh',
        },
      },
    });
  });

  it('stores nothing where one guide is broken, and lists every problem', async () => {
    const edits = [
      {
        file: 'guides/port-busy/guide.yaml',
        find: 'phase: distributed',
        replace: 'phase: nowhere',
      },
      { file: 'guides/spindle-limit/commands.sh', find: '# endregion', replace: '' },
    ];
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await withContent(edits, async (contentDir) => {
      const { context, entries } = contextFor(contentDir);
      const loading = Promise.resolve(guideLoader('content').load(context));
      await expect(loading).rejects.toThrow('problems listed above');
      const listed = log.mock.calls.flat().join('\n');
      expect(listed).toMatch(/port-busy\/guide\.yaml:4:8[^]*commands\.sh:1:1/);
      expect([...entries.keys()]).toEqual(['old']);
    });
  });
});
