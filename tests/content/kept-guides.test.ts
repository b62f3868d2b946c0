import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkContent } from '../../src/authoring/check-content.ts';
import { keptGuides } from '../../src/authoring/kept-guides.ts';
import { brokenCases, withContent } from './broken-content.ts';

const folder = mkdtempSync(join(tmpdir(), 'kept-guides-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const root = join(import.meta.dirname, '../..');
const check = (contentDir: string) =>
  checkContent(contentDir, keptGuides(root, contentDir, folder));

describe('kept guides', () => {
  it('are what was read, places included', async () => {
    await withContent([], (contentDir) => {
      const { guides: read } = check(contentDir).content;
      const { guides: kept } = check(contentDir).content;
      const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;
      expect(plain(kept)).toEqual(plain(read));
      for (const [index, guide] of kept.entries()) {
        const original = read[index]!;
        expect(guide.at).not.toBe(original.at);
        expect(guide.at(['titles', 'zh'])).toEqual(original.at(['titles', 'zh']));
        expect(guide.evidence?.hashes).toEqual(original.evidence?.hashes);
        expect(guide.articles.zh?.at('description')).toEqual(
          original.articles.zh?.at('description'),
        );
      }
    });
  });

  it.each(brokenCases())('hide no problem of $name', async ({ edits, expect: expected }) => {
    // The sound content is kept by now; what is edited differs from it, the rest does not.
    await withContent(edits, (contentDir) => {
      for (const _run of ['first', 'second']) {
        const { problems } = check(contentDir);
        expect(problems.map(({ file, line, code }) => `${file}:${line} ${code}`)).toEqual(expected);
      }
    });
  });
});
