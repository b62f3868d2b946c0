import { availableParallelism } from 'node:os';
import { join, sep } from 'node:path';
import { filesBelow } from './files-below.ts';
import { keptBytes } from './kept-bytes.ts';
import { inPageThread } from './page-thread.ts';

/** Finished files of guides, kept for the next build. */
export interface KeptPages {
  /**
   * Puts the files that an earlier build made of the same parts into place and resolves to the slugs
   * of their guides. `guides` names, by slug, everything that decides what stands in a guide's files,
   * beside the code and the content that belongs to no guide.
   */
  restore: (guides: ReadonlyMap<string, readonly string[]>) => Promise<ReadonlySet<string>>;
  /** Keeps what this build has made of the other guides that it has asked for. */
  keep: () => Promise<void>;
}

/** Of fewer guides a second thread would start for a few milliseconds of work. */
const FEW_GUIDES = 200;

/** `root` is the repository's; all paths are absolute. */
export function keptPages(root: string, contentDir: string, dist: string): KeptPages {
  const makers = [
    ...['src', 'public'].flatMap((folder) => filesBelow(join(root, folder))),
    ...filesBelow(contentDir).filter((path) => !path.startsWith(join(contentDir, 'guides', sep))),
    ...['astro.config.mjs', 'package-lock.json'].map((file) => join(root, file)),
  ].sort();
  const folder = join(root, 'node_modules', '.cache', 'tracebook-pages');
  const settings = Object.entries(process.env)
    .filter(([name]) => name.startsWith('SITE_'))
    .sort();
  const keys = new Map<string, string>();
  const restored = new Set<string>();
  const shared = async (action: 'restore' | 'keep', guides: [slug: string, key: string][]) => {
    if (guides.length === 0) return [];
    const threads = guides.length > FEW_GUIDES ? Math.min(2, availableParallelism()) : 1;
    const shares = Array.from({ length: threads }, (_, share) =>
      guides.filter((_guide, at) => at % threads === share),
    );
    const done = await Promise.all(
      shares.map((share) => inPageThread({ action, folder, makers, dist, guides: share })),
    );
    return done.flat();
  };
  return {
    restore: async (guides) => {
      for (const [slug, parts] of guides) keys.set(slug, JSON.stringify([slug, parts, settings]));
      for (const slug of await shared('restore', [...keys])) restored.add(slug);
      return restored;
    },
    keep: async () => {
      await shared(
        'keep',
        [...keys].filter(([slug]) => !restored.has(slug)),
      );
      keptBytes(folder, makers).prune([...keys.values()]);
    },
  };
}
