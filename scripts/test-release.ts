/**
 * `npm run test:release`: what takes too long for every change: real web servers, WebKit, builds in
 * other places, a base path, the offline archive.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, runNode, toolPath } from './lib/tool.ts';

const steps = [
  ...(existsSync(join(root, 'dist/index.html')) ? [] : [['scripts/build.ts']]),
  ['scripts/compress.ts'],
  [toolPath('vitest'), 'run', '--project', 'release'],
];
for (const step of steps) {
  process.exitCode = await runNode(step);
  if (process.exitCode !== 0) break;
}
