import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { shortenPages, withoutIndexAttributes } from '../../../scripts/lib/indexed-pages.ts';

it('drops what only the indexer reads, whatever the value holds', () => {
  expect(
    withoutIndexAttributes(
      '<main data-pagefind-body><section id="a" data-pagefind-title="x &#34;y&#34; > z" class="b">' +
        '<nav data-pagefind-ignore><h1 data-pagefind-meta="title">T</h1>',
    ),
  ).toBe('<main data-pagefind-body><section id="a" class="b"><nav><h1>T</h1>');
});

it('leaves the text of a page alone', () => {
  const page = '<p title=" data-x">write data-pagefind-ignore="all" on a &lt;nav&gt;</p>';
  expect(withoutIndexAttributes(page)).toBe(page);
});

it('rewrites every page below a folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pages-'));
  mkdirSync(join(folder, 'en'));
  writeFileSync(join(folder, 'index.html'), '<p data-pagefind-ignore> 1 </p>');
  writeFileSync(join(folder, 'en/index.html'), '<b data-pagefind-ignore="all">2</b>');
  await shortenPages(folder);
  expect(readFileSync(join(folder, 'index.html'), 'utf8')).toBe('<p>1</p>');
  expect(readFileSync(join(folder, 'en/index.html'), 'utf8')).toBe('<b>2</b>');
});
