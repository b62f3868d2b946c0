import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keptLines } from '../../../src/markdown/kept-lines.ts';

let folder: string;
let maker: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kept-lines-'));
  maker = join(folder, 'maker.ts');
  writeFileSync(maker, 'version 1');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const cache = (makers = [maker]) => keptLines(join(folder, 'cache'), makers);

/** The one file that was written. */
function file(): string {
  const names = readdirSync(join(folder, 'cache'), { recursive: true, withFileTypes: true });
  const [only] = names.filter((entry) => entry.isFile());
  return join(only!.parentPath, only!.name);
}

describe('kept lines', () => {
  it('gives back what was kept, in another process too', () => {
    cache().write('key', ['<b>汉字</b>', '', 'last']);
    expect(cache().read('key')).toEqual(['<b>汉字</b>', '', 'last']);
  });

  it('keeps one empty line', () => {
    cache().write('key', ['']);
    expect(cache().read('key')).toEqual(['']);
  });

  it('knows no other key', () => {
    cache().write('key', ['a']);
    expect(cache().read('key ')).toBeUndefined();
  });

  it.each([
    ['empty', () => ''],
    ['cut short', (text: string) => text.slice(0, -1)],
    ['cut within its head', (text: string) => text.slice(0, 20)],
    ['changed', (text: string) => text.replace('right', 'wrong')],
    ['longer', (text: string) => `${text}\nmore`],
    ['no text', () => Buffer.from([0xff, 0xfe, 0x00])],
  ])('treats a file that is %s as absent', (_what, damage) => {
    cache().write('key', ['left', 'right']);
    writeFileSync(file(), damage(readFileSync(file(), 'utf8')));
    expect(cache().read('key')).toBeUndefined();
    cache().write('key', ['left', 'right']);
    expect(cache().read('key')).toEqual(['left', 'right']);
  });

  it('treats a file of another key as absent', () => {
    cache().write('key', ['of key']);
    const ofKey = readFileSync(file(), 'utf8');
    rmSync(join(folder, 'cache'), { recursive: true });
    cache().write('other', ['of other']);
    writeFileSync(file(), ofKey);
    expect(cache().read('other')).toBeUndefined();
  });

  it('finds nothing that another version made', () => {
    cache().write('key', ['old']);
    writeFileSync(maker, 'version 2');
    expect(cache().read('key')).toBeUndefined();
  });

  it('keeps nothing where a maker or the folder is missing', () => {
    const withoutMaker = cache([join(folder, 'absent.ts')]);
    withoutMaker.write('key', ['a']);
    expect(withoutMaker.read('key')).toBeUndefined();
    const inFile = keptLines(join(maker, 'below-a-file'), [maker]);
    inFile.write('key', ['a']);
    expect(inFile.read('key')).toBeUndefined();
  });
});
