import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSignatures } from '../authoring/signatures.ts';
import { builtTwin } from './built-site.ts';
import type { CliData } from './data.ts';
import { InputError } from './input-error.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const contentDir = join(root, 'content');
const dist = join(root, 'dist');

/** What the commands know, read from `content/`; a guide's Markdown comes from the last build. */
export function repositoryData(): CliData {
  const manifest = readFileSync(join(root, 'package.json'), 'utf8');
  return {
    version: (JSON.parse(manifest) as { version: string }).version,
    site: undefined,
    signatures: () => loadSignatures(contentDir),
    // Reading articles takes ten times as long as reading the rest: only `reply` waits for it.
    replies: async () => (await import('./repository-replies.ts')).replyGuides(contentDir),
    twin: (slug, locale) => {
      if (!existsSync(dist)) throw new InputError('explain reads what was built: npm run build');
      return builtTwin(dist, slug, locale);
    },
    environment: async () =>
      (await import('../authoring/environment-data.ts')).loadEnvironmentData(contentDir),
  };
}
