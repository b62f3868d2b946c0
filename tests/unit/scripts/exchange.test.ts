import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exchangeContents } from '../../../scripts/lib/exchange.ts';

/** Another file system than that of the temporary folder, on most Linux machines. */
const MEMORY = '/dev/shm';
const isOtherFileSystem = existsSync(MEMORY) && statSync(MEMORY).dev !== statSync(tmpdir()).dev;

let folder: string;
let dist: string;
let next: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exchange-'));
  [dist, next] = [join(folder, 'dist'), join(folder, 'dist-next')];
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const files = (of: string) => readdirSync(of, { recursive: true }).map(String).sort();

describe('exchangeContents', () => {
  it('shows the first site', () => {
    write(join(next, 'index.html'), 'new');
    exchangeContents(dist, next);
    expect([files(dist), files(next)]).toEqual([['index.html'], []]);
  });

  it('shows the new site whole and keeps the last one to be written over', () => {
    write(join(dist, 'index.html'), 'old');
    write(join(dist, 'gone/a.html'), 'old');
    write(join(next, 'index.html'), 'new');
    write(join(next, 'added/a.html'), 'new');
    exchangeContents(dist, next);
    expect(files(dist)).toEqual(['added', join('added', 'a.html'), 'index.html']);
    expect(files(next)).toEqual(['gone', join('gone', 'a.html'), 'index.html']);
    expect(readFileSync(join(dist, 'index.html'), 'utf8')).toBe('new');
  });

  it('leaves the folder that is served and its history in place', () => {
    write(join(dist, '.git/HEAD'), 'ref');
    write(join(next, 'index.html'), 'new');
    const { ino } = statSync(dist);
    exchangeContents(dist, next);
    expect(statSync(dist).ino).toBe(ino);
    expect(existsSync(join(dist, '.git/HEAD'))).toBe(true);
  });

  it.skipIf(!isOtherFileSystem)('copies to a folder of another file system', () => {
    const mounted = mkdtempSync(join(MEMORY, 'exchange-'));
    write(join(mounted, 'index.html'), 'old');
    write(join(next, 'en/index.html'), 'new');
    exchangeContents(mounted, next);
    expect(files(mounted)).toEqual(['en', join('en', 'index.html')]);
    expect(files(next)).toEqual(['index.html']);
    rmSync(mounted, { recursive: true });
  });

  it('puts everything back where something cannot be moved', () => {
    for (const [place, text] of [
      [dist, 'old'],
      [next, 'new'],
    ] as const) {
      write(join(place, 'a/index.html'), text);
      write(join(place, 'b/index.html'), text);
    }
    // Nothing can be moved onto a folder that is not empty.
    write(join(next, '.held/b/in the way'), '');
    expect(() => {
      exchangeContents(dist, next);
    }).toThrow('ENOTEMPTY');
    expect(readFileSync(join(dist, 'a/index.html'), 'utf8')).toBe('old');
    expect(readFileSync(join(dist, 'b/index.html'), 'utf8')).toBe('old');
    expect(readFileSync(join(next, 'a/index.html'), 'utf8')).toBe('new');
  });
});
