/**
 * Builds in different folders, time zones and locales, by one thread or two, and with caches or
 * without, are the same, byte for byte.
 */
import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { build, copyRepository } from './support/copies.ts';

const filesOf = (dist: string) =>
  globSync('**/*', { cwd: dist, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dist.length + 1))
    .sort();

it('builds the same bytes anywhere', () => {
  const here = build(copyRepository('a'), { TZ: 'UTC', LC_ALL: 'C', RENDER_THREADS: '1' });
  const there = build(copyRepository('a folder/with spaces'), {
    TZ: 'Asia/Shanghai',
    LC_ALL: 'tr_TR.UTF-8',
    RENDER_THREADS: '2',
  });
  const files = filesOf(here);
  expect(filesOf(there)).toEqual(files);
  const differing = files.filter(
    (file) => !readFileSync(join(here, file)).equals(readFileSync(join(there, file))),
  );
  expect(differing).toEqual([]);
}, 600_000);

describe('caches', () => {
  const copy = copyRepository('warm');
  let cold: string[];

  beforeAll(() => {
    cold = hashes(build(copy, {}));
  }, 600_000);

  it('change no byte', () => {
    expect(hashes(build(copy, {}))).toEqual(cold);
  }, 600_000);

  it('and the last site survive a build that fails at a page', () => {
    const page = join(copy, 'src/pages/404.astro');
    edit(page, '---\n', "---\nthrow new Error('broken');\n");
    expect(() => build(copy, {})).toThrow('dist still holds the site that was built before');
    expect(hashes(join(copy, 'dist'))).toEqual(cold);
    edit(page, "throw new Error('broken');\n", '');
  }, 600_000);

  it('hide no edit', () => {
    const fresh = copyRepository('fresh');
    for (const folder of [copy, fresh]) {
      const guide = (file: string) => join(folder, 'content/guides', file);
      edit(guide('cuda-oom/en.mdx'), '</Principles>', 'One more sentence.\n\n</Principles>');
      edit(guide('nccl-timeout/repro.py'), '\n', '\n# A remark.\n');
      edit(guide('no-grad-fn/guide.yaml'), 'titles:\n  en: ', 'titles:\n  en: Edited. ');
      edit(join(folder, 'content/glossary.yaml'), 'term: ABI\n', 'term: ABI edited\n');
    }
    const edited = hashes(build(copy, {}));
    expect(edited).toEqual(hashes(build(fresh, {})));
    expect(edited).not.toEqual(cold);
  }, 600_000);
});

function hashes(dist: string): string[] {
  return filesOf(dist).map((file) => {
    const hash = createHash('sha256').update(readFileSync(join(dist, file)));
    return `${file} ${hash.digest('hex')}`;
  });
}

function edit(path: string, find: string, replace: string): void {
  const text = readFileSync(path, 'utf8');
  if (!text.includes(find)) throw new Error(`${path} has no "${find}"`);
  writeFileSync(path, text.replace(find, replace));
}
