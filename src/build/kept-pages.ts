import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { filesBelow } from './files-below.ts';
import { keptBytes } from './kept-bytes.ts';

/** Files and folders of `dist` that are one guide's alone, as they are before stylesheets are joined. */
const ownPaths = (slug: string): string[] => [
  ...['en', 'zh'].flatMap((locale) => [
    `${locale}/guides/${slug}`,
    `${locale}/guides/${slug}.md`,
    `cards/${locale}/${slug}.png`,
  ]),
  ...[`e/${slug}`, `files/${slug}`, `api/v1/guides/${slug}.json`, `replies/${slug}.json`],
];

/** Finished files of guides, kept for the next build. */
export interface KeptPages {
  /**
   * Puts the files that an earlier build made of the same `parts` into place; false where there are none, and
   * then they are kept when this build has made them. `parts` names everything that decides what stands in
   * them, beside the code and the content that belongs to no guide.
   */
  restore: (slug: string, parts: readonly string[]) => boolean;
  /** Keeps what this build has made. */
  keep: () => void;
}

/** `root` is the repository's; all paths are absolute. */
export function keptPages(root: string, contentDir: string, dist: string): KeptPages {
  const makers = [
    ...['src', 'public'].flatMap((folder) => filesBelow(join(root, folder))),
    ...filesBelow(contentDir).filter((path) => !path.startsWith(join(contentDir, 'guides', sep))),
    ...['astro.config.mjs', 'package-lock.json'].map((file) => join(root, file)),
  ];
  const kept = keptBytes(join(root, 'node_modules', '.cache', 'tracebook-pages'), makers.sort());
  const fresh = new Map<string, string>();
  const settings = Object.entries(process.env)
    .filter(([name]) => name.startsWith('SITE_'))
    .sort();
  return {
    restore: (slug, parts) => {
      const key = JSON.stringify([slug, parts, settings]);
      const bytes = kept.read(key);
      if (!bytes) {
        fresh.set(slug, key);
        return false;
      }
      for (const [file, body] of deserialize(bytes) as [string, Uint8Array][]) {
        const path = join(dist, file);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, body);
      }
      return true;
    },
    keep: () => {
      for (const [slug, key] of fresh) {
        const files = ownPaths(slug).flatMap((path) => filesAt(dist, path));
        kept.write(key, serialize(files.map((file) => [file, readFileSync(join(dist, file))])));
      }
      kept.prune();
    },
  };
}

/** A file, or all files below a folder, as paths from `dist`; none where there is neither. */
function filesAt(dist: string, path: string): string[] {
  const found = statSync(join(dist, path), { throwIfNoEntry: false });
  if (found?.isFile()) return [path];
  return filesBelow(join(dist, path)).map((file) => relative(dist, file));
}
