import { rolldown } from 'rolldown';
import { root } from './tool.ts';

/** Writes a program for Node as one file that needs no packages; `banner` is its first line. */
export async function bundle(input: string, file: string, banner = ''): Promise<void> {
  const build = await rolldown({ cwd: root, input, platform: 'node', external: /^node:/ });
  await build.write({ file, format: 'esm', banner, comments: false, codeSplitting: false });
  await build.close();
}
