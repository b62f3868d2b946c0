/**
 * `npm run test:release`: what takes too long for every change: real web servers, WebKit, builds in
 * other places, a base path, the offline archive.
 */
import { readCommand } from '../src/authoring/command.ts';
import { hasSite } from './lib/dist.ts';
import { runNode, toolPath } from './lib/tool.ts';

readCommand({
  usage: 'npm run test:release',
  does: 'Tests what takes minutes: real web servers, WebKit, builds in other places. Builds where nothing is built.',
});

const steps = [
  ...(hasSite() ? [] : [['scripts/build.ts']]),
  ['scripts/compress.ts'],
  [toolPath('vitest'), 'run', '--project', 'release'],
];
for (const step of steps) {
  process.exitCode = await runNode(step);
  if (process.exitCode !== 0) break;
}
