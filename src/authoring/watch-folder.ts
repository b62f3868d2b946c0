import { watch } from 'node:fs';
import { join } from 'node:path';

/** Milliseconds. An editor empties a file before it writes it, and Git changes many files at once. */
const SETTLED = 25;

/**
 * Tells of files that were added, changed or removed anywhere below a folder, several at once where they
 * change together. Vite's own watcher takes most of a second for the six thousand files of
 * a thousand guides, before it serves a page; this one takes a tenth.
 */
export function watchFolder(
  folder: string,
  onChange: (paths: readonly string[]) => void,
  onError: (error: Error) => void,
): { close: () => void } {
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const tell = (): void => {
    const paths = [...changed];
    changed.clear();
    onChange(paths);
  };
  const watcher = watch(folder, { recursive: true, persistent: false }, (_event, name) => {
    if (name === null) return;
    changed.add(join(folder, name));
    clearTimeout(timer);
    timer = setTimeout(tell, SETTLED);
  });
  watcher.on('error', onError);
  return {
    close: () => {
      clearTimeout(timer);
      watcher.close();
    },
  };
}
