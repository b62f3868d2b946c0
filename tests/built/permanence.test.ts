import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { locales } from '../../src/lib/locale.ts';
import { site } from '../../src/site.ts';
import { isInDist, pageAt, root, values } from './support/dist.ts';

const lock = join(root, 'content/permalinks.lock');
const published = (existsSync(lock) ? readFileSync(lock, 'utf8') : '')
  .split(/\r?\n/)
  .filter((line) => line !== '' && !line.startsWith('#'));
/** The address of a guide that ended still answers; its anchors end with it. */
const retired = new Set(
  (parse(readFileSync(join(root, 'content/retired.yaml'), 'utf8')) as { slug: string }[]).map(
    ({ slug }) => slug,
  ),
);
const inEachLanguage = (link: string) =>
  link.includes('{lang}') ? locales.map((locale) => link.replace('{lang}', locale)) : [link];

function leadsSomewhere(link: string): boolean {
  const [path = '', id] = link.split('#');
  if (path.split('/').at(-1)) return isInDist(path.slice(1));
  const page = pageAt(site.base + path.slice(1));
  const slug = path.split('/').at(-2) ?? '';
  const isThere =
    id === undefined || retired.has(slug) || (page && values(page, 'id').includes(id));
  return page !== undefined && isThere === true;
}

describe('published links', () => {
  it('all still lead somewhere', () => {
    const dead = published.flatMap(inEachLanguage).filter((link) => !leadsSomewhere(link));
    const advice =
      'redirect an anchor by `moved` in its guide.yaml, a whole guide by content/retired.yaml';
    expect(dead, advice).toEqual([]);
  });
});
