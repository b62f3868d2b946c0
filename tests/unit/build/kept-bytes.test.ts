import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keptBytes } from '../../../src/build/kept-bytes.ts';

let folder: string;
let maker: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kept-bytes-'));
  maker = join(folder, 'maker.ts');
  writeFileSync(maker, 'version 1');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Kept texts, so that the tests can be read. */
function cache(makers = [maker], at = join(folder, 'cache')) {
  const { read, write, prune } = keptBytes(at, makers);
  return {
    read: (key: string) => read(key)?.toString('utf8'),
    write: (key: string, text: string) => {
      write(key, Buffer.from(text));
    },
    prune,
  };
}

/** The one file that was written. */
function file(): string {
  const names = readdirSync(join(folder, 'cache'), { recursive: true, withFileTypes: true });
  const [only] = names.filter((entry) => entry.isFile());
  return join(only!.parentPath, only!.name);
}

describe('kept bytes', () => {
  it('gives back what was kept, in another process too', () => {
    cache().write('key', '<b>汉字</b>\n\nlast');
    expect(cache().read('key')).toBe('<b>汉字</b>\n\nlast');
  });

  it('keeps what is empty', () => {
    cache().write('key', '');
    expect(cache().read('key')).toBe('');
  });

  it('knows no other key', () => {
    cache().write('key', 'a');
    expect(cache().read('key ')).toBeUndefined();
  });

  it.each([
    ['empty', () => ''],
    ['cut short', (text: string) => text.slice(0, -1)],
    ['cut within its head', (text: string) => text.slice(0, 20)],
    ['changed', (text: string) => text.replace('right', 'wrong')],
    ['longer', (text: string) => `${text}more`],
  ])('treats a file that is %s as absent', (_what, damage) => {
    cache().write('key', 'left and right');
    writeFileSync(file(), damage(readFileSync(file(), 'latin1')), 'latin1');
    expect(cache().read('key')).toBeUndefined();
    cache().write('key', 'left and right');
    expect(cache().read('key')).toBe('left and right');
  });

  it('treats a file of another key as absent', () => {
    cache().write('key', 'of key');
    const ofKey = readFileSync(file());
    rmSync(join(folder, 'cache'), { recursive: true });
    cache().write('other', 'of other');
    writeFileSync(file(), ofKey);
    expect(cache().read('other')).toBeUndefined();
  });

  it('forgets what was neither read nor written since', () => {
    cache().write('old', 'a');
    const { read, write, prune } = cache();
    write('new', 'b');
    prune();
    expect([read('old'), read('new')]).toEqual([undefined, 'b']);
  });

  it('finds nothing that another version made', () => {
    cache().write('key', 'old');
    writeFileSync(maker, 'version 2');
    expect(cache().read('key')).toBeUndefined();
  });

  it('keeps nothing where a maker or the folder is missing', () => {
    const withoutMaker = cache([join(folder, 'absent.ts')]);
    withoutMaker.write('key', 'a');
    expect(withoutMaker.read('key')).toBeUndefined();
    const inFile = cache([maker], join(maker, 'below-a-file'));
    inFile.write('key', 'a');
    expect(inFile.read('key')).toBeUndefined();
  });
});
