import { cpSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Stays where it is: the history of a folder that is published from Git. */
const HISTORY = '.git';

/**
 * Exchanges what two folders hold; where that fails, everything is put back. The folders themselves
 * stay, so that who serves one of them, from a container say, goes on seeing what it holds.
 * `shown` need not exist, and is without content for a few milliseconds at most.
 */
export function exchangeContents(shown: string, next: string): void {
  const held = join(next, '.held');
  const moved: (readonly [from: string, to: string])[] = [];
  const moveAll = (from: string, to: string): void => {
    for (const name of readdirSync(from)) {
      const step = [join(from, name), join(to, name)] as const;
      if (name === HISTORY || step[0] === held) continue;
      move(...step);
      moved.push(step);
    }
  };
  mkdirSync(held, { recursive: true });
  mkdirSync(shown, { recursive: true });
  try {
    moveAll(shown, held);
    moveAll(next, shown);
    moveAll(held, next);
  } catch (error) {
    for (const [from, to] of moved.reverse()) move(to, from);
    throw error;
  }
  rmdirSync(held);
}

/** Renames; between file systems, as where a container mounts a folder, nothing can be renamed. */
function move(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    cpSync(from, to, { recursive: true });
    rmSync(from, { recursive: true });
  }
}
