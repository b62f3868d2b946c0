import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { locales } from '../../src/lib/locale.ts';
import { site } from '../../src/site.ts';
import { isInDist, pageAt, root, values } from './support/dist.ts';

const lock = join(root, 'content/permalinks.lock');
const published = (existsSync(lock) ? readFileSync(lock, 'utf8') : '')
  .split(/\r?\n/)
  .filter((line) => line !== '' && !line.startsWith('#'));
const inEachLanguage = (link: string) =>
  link.includes('{lang}') ? locales.map((locale) => link.replace('{lang}', locale)) : [link];

function leadsSomewhere(link: string): boolean {
  const [path = '', id] = link.split('#');
  if (path.split('/').at(-1)) return isInDist(path.slice(1));
  const page = pageAt(site.base + path.slice(1));
  return page !== undefined && (id === undefined || values(page, 'id').includes(id));
}

describe('published links', () => {
  it('all still lead somewhere', () => {
    const dead = published.flatMap(inEachLanguage).filter((link) => !leadsSomewhere(link));
    expect(dead).toEqual([]);
  });
});
