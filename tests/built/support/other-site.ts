/** A build of other content than the site's: states that the site itself may not show today. */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './dist.ts';

/** Where this site's issues would go. */
export const repository = 'https://github.com/you/tracebook';

export interface OtherSite {
  /** Folder of the built files. */
  dist: string;
  remove: () => void;
}

/** Builds the sound content of `tests/fixtures/content/base`: written, planned and retired guides. */
export async function buildOtherSite(): Promise<OtherSite> {
  const folder = mkdtempSync(join(tmpdir(), 'other-site-'));
  const content = join(folder, 'content');
  cpSync(join(root, 'tests/fixtures/content/base'), content, { recursive: true });
  for (const shared of ['pages', 'packages', 'figures']) {
    cpSync(join(root, 'content', shared), join(content, shared), { recursive: true });
  }
  const dist = join(folder, 'dist');
  const places = JSON.stringify({ root, outDir: dist, cacheDir: join(folder, 'cache') });
  // A process of its own: the build reads its settings from the environment, once.
  await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', `await (await import('astro')).build(${places})`],
    {
      cwd: root,
      env: {
        ...process.env,
        ...{ NODE_ENV: 'production', CONTENT_DIR: content, SITE_REPOSITORY: repository },
      },
    },
  );
  return {
    dist,
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
}
