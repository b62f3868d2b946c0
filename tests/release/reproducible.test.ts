/** Builds in different folders, time zones and locales, and with caches or without, are the same, byte for byte. */
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { build, copyRepository } from './support/copies.ts';

const filesOf = (dist: string) =>
  globSync('**/*', { cwd: dist, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dist.length + 1))
    .sort();

it('builds the same bytes anywhere', () => {
  const here = build(copyRepository('a'), { TZ: 'UTC', LC_ALL: 'C' });
  const there = build(copyRepository('a folder/with spaces'), {
    TZ: 'Asia/Shanghai',
    LC_ALL: 'tr_TR.UTF-8',
  });
  const files = filesOf(here);
  expect(filesOf(there)).toEqual(files);
  const differing = files.filter(
    (file) => !readFileSync(join(here, file)).equals(readFileSync(join(there, file))),
  );
  expect(differing).toEqual([]);
}, 600_000);

it('builds the same bytes from its caches', () => {
  const copy = copyRepository('warm');
  const hashes = (dist: string) =>
    filesOf(dist).map((file) => {
      const hash = createHash('sha256').update(readFileSync(join(dist, file)));
      return `${file} ${hash.digest('hex')}`;
    });
  const cold = hashes(build(copy, {}));
  expect(hashes(build(copy, {}))).toEqual(cold);
}, 600_000);
