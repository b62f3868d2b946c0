/**
 * `npm run compress`: writes `.br` and `.gz` beside every text file of dist, for hosts that send
 * what is already compressed (nginx, Caddy). Hosts that compress by themselves need none of it.
 */
import { globSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { readCommand } from '../src/authoring/command.ts';
import { eachAtOnce } from '../src/lib/each-at-once.ts';
import { dist, requireSite } from './lib/dist.ts';

/** Below this many bytes the answer fits one packet anyway. */
const SMALLEST = 512;
/** Files at once: zlib's own threads do the work. */
const AT_ONCE = 8;

const brotli = (text: Buffer) =>
  promisify(brotliCompress)(text, {
    params: { [constants.BROTLI_PARAM_SIZE_HINT]: text.length },
  });
const zip = (text: Buffer) => promisify(gzip)(text, { level: 9 });

async function compress(file: string): Promise<boolean> {
  const text = await readFile(file);
  if (text.length < SMALLEST) return false;
  await Promise.all([
    writeFile(`${file}.br`, await brotli(text)),
    writeFile(`${file}.gz`, await zip(text)),
  ]);
  return true;
}

readCommand({
  usage: 'npm run compress',
  does: 'Writes .br and .gz beside every text file of dist, for nginx and Caddy.',
});
requireSite('compress');
const files = globSync('**/*.{html,css,js,json,svg,xml,txt,md}', { cwd: dist });
let written = 0;
await eachAtOnce(files, AT_ONCE, async (file) => {
  if (await compress(join(dist, file))) written += 1;
});
console.log(`${written} of ${files.length} text files compressed twice`);
