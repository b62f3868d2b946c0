/**
 * `npm run build`: Astro, which checks the content first, and Pagefind. They write beside dist,
 * which takes the new site only when it is whole: a step that fails leaves the last one there.
 */
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { readCommand } from '../src/authoring/command.ts';
import { dropDirectiveWarnings } from './lib/directive-warnings.ts';
import { dist, hasSite, nextDist } from './lib/dist.ts';
import { exchangeContents } from './lib/exchange.ts';
import { shortenPages } from './lib/indexed-pages.ts';
import { writeTally } from './lib/tally.ts';
import { runNode, toolPath } from './lib/tool.ts';

readCommand({
  usage: 'npm run build',
  does: 'Checks the content, builds the site into dist and indexes it for search.',
});

/** MiB. With the default of 16 a tenth of the processor's time went to collecting garbage. */
const youngGeneration = '--max-semi-space-size=64';

async function buildAstro(): Promise<number> {
  const output = new PassThrough();
  const isShown = dropDirectiveWarnings();
  const lines = createInterface({ input: output });
  lines.on('line', (line) => {
    if (isShown(line)) console.log(line);
  });
  const code = await runNode([youngGeneration, toolPath('astro'), 'build', '--outDir', nextDist], {
    onOutput: (text) => output.write(text),
  });
  await new Promise((resolve) => {
    lines.once('close', resolve);
    output.end();
  });
  return code;
}

async function buildIndex(): Promise<number> {
  const code = await runNode([toolPath('pagefind'), '--site', nextDist, '--silent']);
  if (code === 0) await shortenPages(nextDist);
  return code;
}

/** The new site takes the place of the last one, over which the next build writes. */
function publish(): number {
  try {
    exchangeContents(dist, nextDist);
    return 0;
  } catch (error) {
    console.error(`dist cannot be replaced: ${(error as Error).message}`);
    return 1;
  }
}

const steps: readonly (readonly [name: string, run: () => Promise<number> | number])[] = [
  ['astro build', buildAstro],
  ['pagefind', buildIndex],
  ['the exchange of dist and dist-next', publish],
];

for (const [name, run] of steps) {
  const code = await run();
  if (code !== 0) {
    const left = hasSite()
      ? 'dist still holds the site that was built before, and npm run serve shows it.'
      : 'nothing was built.';
    console.error(`The build stopped at ${name}: ${left}`);
    writeTally({ passed: 0, failed: 1 });
    process.exit(1);
  }
}
writeTally({ passed: 1, failed: 0 });
