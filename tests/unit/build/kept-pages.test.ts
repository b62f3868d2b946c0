import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keptPages } from '../../../src/build/kept-pages.ts';

let root: string;

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

/** A build of one guide: restores it or makes its pages. Tells which, and what the page says then. */
async function build(html: string, parts: readonly string[] = ['text 1']): Promise<string[]> {
  const dist = join(root, 'dist');
  rmSync(dist, { recursive: true, force: true });
  const pages = keptPages(root, join(root, 'content'), dist);
  const isRestored = (await pages.restore(new Map([['cuda-oom', parts]]))).has('cuda-oom');
  if (!isRestored) {
    write('dist/en/guides/cuda-oom/index.html', html);
    write('dist/en/guides/cuda-oom/evidence/index.html', html);
    write('dist/files/cuda-oom/repro.py', html);
    write('dist/en/guides/cuda-oom-2/index.html', 'another guide');
  }
  await pages.keep();
  for (const file of ['en/guides/cuda-oom/evidence/index.html', 'files/cuda-oom/repro.py'])
    expect(readFileSync(join(dist, file), 'utf8')).toBe(
      readFileSync(join(dist, 'en/guides/cuda-oom/index.html'), 'utf8'),
    );
  return [
    isRestored ? 'restored' : 'made',
    readFileSync(join(dist, 'en/guides/cuda-oom/index.html'), 'utf8'),
  ];
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kept-pages-'));
  for (const file of ['src/a.ts', 'public/icon.svg', 'content/glossary.yaml', 'content/guides/x'])
    write(file, '1');
  for (const file of ['astro.config.mjs', 'package-lock.json']) write(file, '1');
});

afterEach(() => {
  rmSync(root, { recursive: true });
  vi.unstubAllEnvs();
});

describe('kept pages', () => {
  it('restores what the last build made of the same parts', async () => {
    expect(await build('汉字')).toEqual(['made', '汉字']);
    expect(await build('unused')).toEqual(['restored', '汉字']);
  });

  it('restores many guides, and those of them alone that were kept', async () => {
    const dist = join(root, 'dist');
    const slugs = Array.from({ length: 300 }, (_, at) => `guide-${at}`);
    const parts = (text: string) => new Map(slugs.map((slug) => [slug, [text]]));
    const first = keptPages(root, join(root, 'content'), dist);
    expect(await first.restore(parts('1'))).toEqual(new Set());
    for (const slug of slugs) write(`dist/replies/${slug}.json`, slug);
    await first.keep();
    rmSync(dist, { recursive: true });
    const second = keptPages(root, join(root, 'content'), dist);
    const edited = parts('1').set('guide-7', ['2']);
    expect((await second.restore(edited)).size).toBe(299);
    expect(existsSync(join(dist, 'replies/guide-7.json'))).toBe(false);
    expect(readFileSync(join(dist, 'replies/guide-8.json'), 'utf8')).toBe('guide-8');
  });

  it('makes anew what depends on other parts', async () => {
    await build('old');
    expect(await build('new', ['text 2'])).toEqual(['made', 'new']);
  });

  it.each([
    'src/a.ts',
    'src/new.ts',
    'public/icon.svg',
    'content/glossary.yaml',
    'package-lock.json',
  ])('makes everything anew after a change of %s', async (file) => {
    await build('old');
    write(file, '2');
    expect(await build('new')).toEqual(['made', 'new']);
  });

  it('leaves to the parts what another guide says', async () => {
    await build('old');
    write('content/guides/x', '2');
    expect(await build('new')).toEqual(['restored', 'old']);
  });

  it('makes everything anew for a site at another address', async () => {
    await build('old');
    vi.stubEnv('SITE_BASE', '/docs/');
    expect(await build('new')).toEqual(['made', 'new']);
  });
});
