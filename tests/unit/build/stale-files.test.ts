import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AstroIntegration } from 'astro';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { staleFiles } from '../../../src/build/stale-files.ts';

let dist: string;

beforeEach(() => {
  dist = join(mkdtempSync(join(tmpdir(), 'stale-files-')), 'dist');
});

afterEach(() => {
  rmSync(dirname(dist), { recursive: true });
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(dist, file)), { recursive: true });
  writeFileSync(join(dist, file), text);
}

/** A build that writes the files named; returns what lies in the folder then. */
function build(files: readonly string[]): string[] {
  const { hooks } = staleFiles();
  const call = (name: keyof AstroIntegration['hooks'], options: object) =>
    (hooks[name] as (options: object) => void)(options);
  const config = { outDir: pathToFileURL(`${dist}/`) };
  const updateConfig = vi.fn();
  call('astro:config:setup', { config, updateConfig });
  expect(updateConfig).toHaveBeenCalledWith({ vite: { build: { emptyOutDir: false } } });
  call('astro:build:start', {});
  for (const file of files) write(file, 'the same bytes');
  call('astro:build:done', {});
  return readdirSync(dist, { recursive: true }).map(String).sort();
}

it('builds into a folder that does not exist yet', () => {
  expect(build(['index.html'])).toEqual(['index.html']);
});

it('removes what is not written again, with the folders that it leaves', () => {
  build(['index.html', 'en/guides/old/index.html', 'en/guides/kept/index.html', 'pagefind/a.js']);
  expect(build(['index.html', 'en/guides/kept/index.html'])).toEqual(
    ['en', 'en/guides', 'en/guides/kept', 'en/guides/kept/index.html', 'index.html'].map((path) =>
      join(path),
    ),
  );
});

it('leaves the history of a folder that is published from Git', () => {
  write('.git/HEAD', 'ref');
  build(['index.html']);
  expect(existsSync(join(dist, '.git/HEAD'))).toBe(true);
});
