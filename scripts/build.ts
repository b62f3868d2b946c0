/**
 * Builds the site into dist: Astro, which checks the content first, and Pagefind. A step that fails
 * ends the build and removes dist.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { dropDirectiveWarnings } from './lib/directive-warnings.ts';
import { shortenPages } from './lib/indexed-pages.ts';
import { writeTally } from './lib/tally.ts';
import { root, runNode, toolPath } from './lib/tool.ts';

/** MiB. With the default of 16 a tenth of the processor's time went to collecting garbage. */
const youngGeneration = '--max-semi-space-size=64';

async function buildAstro(): Promise<number> {
  const output = new PassThrough();
  const isShown = dropDirectiveWarnings();
  const lines = createInterface({ input: output });
  lines.on('line', (line) => {
    if (isShown(line)) console.log(line);
  });
  const code = await runNode([youngGeneration, toolPath('astro'), 'build'], {
    onOutput: (text) => output.write(text),
  });
  await new Promise((resolve) => {
    lines.once('close', resolve);
    output.end();
  });
  return code;
}

async function buildIndex(): Promise<number> {
  const code = await runNode([toolPath('pagefind'), '--site', 'dist', '--silent']);
  if (code === 0) await shortenPages(join(root, 'dist'));
  return code;
}

const steps: readonly (readonly [name: string, run: () => Promise<number>])[] = [
  ['astro build', buildAstro],
  ['pagefind', buildIndex],
];

for (const [name, run] of steps) {
  const code = await run();
  if (code !== 0) {
    rmSync(join(root, 'dist'), { recursive: true, force: true });
    console.error(`The build stopped at ${name}: nothing was built.`);
    writeTally({ passed: 0, failed: 1 });
    process.exit(1);
  }
}
writeTally({ passed: 1, failed: 0 });
