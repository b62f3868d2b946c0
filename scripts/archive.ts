/**
 * `npm run archive`: the built site as a folder that reads from `file://`, without a server and
 * without script, and the same folder as a zip file. `--out` chooses the folder.
 */
import { createWriteStream, existsSync, globSync } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Writable } from 'node:stream';
import { ZipWriter, Uint8ArrayReader } from '@zip.js/zip.js';
import { readCommand, refuse } from '../src/authoring/command.ts';
import { site } from '../src/site.ts';
import { dist, requireSite } from './lib/dist.ts';
import { offlinePage } from './lib/offline-page.ts';

/** What only a running page asks for. */
const left =
  /^(?:pagefind|data|api|_headers$|_astro\/.*\.js$|.*\.(?:br|gz)$|robots\.txt$|sitemap|opensearch)/;

const { values } = readCommand({
  usage: 'npm run archive -- [--out FOLDER]',
  does: 'Writes the built site as FOLDER (tracebook-offline), which reads without a server, and as FOLDER.zip.',
  options: { out: { type: 'string', default: 'tracebook-offline' } },
});
const out = resolve(values.out);
if (existsSync(out) && !existsSync(`${out}.zip`))
  refuse(`${out} is there and is no earlier archive: name another folder with --out.`);
requireSite('archive');

const files = globSync('**/*', { cwd: dist, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) =>
    join(entry.parentPath, entry.name)
      .slice(dist.length + 1)
      .replaceAll('\\', '/'),
  )
  .filter((file) => !left.test(file))
  .sort();
const known = new Set(files);

/** The archive's file for an address of the site. */
function fileOf(path: string): string | undefined {
  if (!path.startsWith(site.base)) return undefined;
  const below = decodeURI(path.slice(site.base.length));
  const file = below === '' || below.endsWith('/') ? `${below}index.html` : below;
  return known.has(file) ? file : undefined;
}

await rm(out, { recursive: true, force: true });
for (const file of files) {
  const target = join(out, file);
  await mkdir(dirname(target), { recursive: true });
  if (!file.endsWith('.html')) await cp(join(dist, file), target);
  else await writeFile(target, offlinePage(await readFile(join(dist, file), 'utf8'), file, fileOf));
}

const zip = new ZipWriter(Writable.toWeb(createWriteStream(`${out}.zip`)), {
  // Equal sites make equal archives.
  lastModDate: new Date('2000-01-01T00:00:00Z'),
  extendedTimestamp: false,
});
for (const file of files) {
  await zip.add(`tracebook/${file}`, new Uint8ArrayReader(await readFile(join(out, file))));
}
await zip.close();
console.log(`${files.length} files: open ${join(out, 'index.html')}, or give away ${out}.zip`);
