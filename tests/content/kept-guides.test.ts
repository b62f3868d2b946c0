import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkContent } from '../../src/authoring/check-content.ts';
import type { GuideSource } from '../../src/authoring/guide-source.ts';
import { keptGuides } from '../../src/authoring/kept-guides.ts';
import type { Place } from '../../src/authoring/problem.ts';
import { brokenCases, withContent } from './broken-content.ts';

const folder = mkdtempSync(join(tmpdir(), 'kept-guides-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const lineOf = ({ file, line, column }: Place) => `${file}:${line}:${column}`;
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
        expect(guide.data).toStrictEqual(original.data);
        expect(guide.regions).toStrictEqual(original.regions);
        expect(lineOf(guide.at(['titles', 'zh']))).toEqual(lineOf(original.at(['titles', 'zh'])));
        expect(guide.evidence?.hashes).toEqual(original.evidence?.hashes);
        const inArticle = ({ articles }: GuideSource) =>
          articles.zh && lineOf(articles.zh.at('title'));
        expect(inArticle(guide)).toEqual(inArticle(original));
      }
    });
  });

  it('are read again where their body is gone', async () => {
    await withContent([], (contentDir) => {
      const { guides: read } = check(contentDir).content;
      const { guides: kept } = check(contentDir).content;
      rmSync(folder, { recursive: true });
      const bodies = (guides: readonly GuideSource[]) =>
        guides.map(({ regions, evidence, articles }) => ({
          ...{ regions, evidence, markdown: articles.zh?.markdown },
        }));
      expect(bodies(kept)).toEqual(bodies(read));
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
