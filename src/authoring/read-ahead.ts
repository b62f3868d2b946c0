import { join } from 'node:path';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { listNames } from './content-files.ts';
import { keptGuides } from './kept-guides.ts';
import { takeGuide } from './read-guides.ts';

interface Task {
  root: string;
  contentDir: string;
}

/**
 * Has a thread of its own read guides, from the last one to the first, and keep them. Whoever reads from the
 * first one on meets it half-way: two processors share what takes one of them six seconds at five
 * hundred guides. Where the thread fails, the other reads everything.
 */
export function startReadingAhead(task: Task): Worker {
  const worker = new Worker(new URL(import.meta.url), { workerData: { readAhead: task } });
  worker.unref();
  return worker.on('error', () => undefined);
}

/** Stops at a guide that is kept: by the other reader, or by an earlier build. */
function readBackwards({ root, contentDir }: Task): void {
  const kept = keptGuides(root, contentDir);
  const names = listNames(join(contentDir, 'guides')).toReversed();
  names.find(({ name }) => takeGuide(contentDir, name, kept).wasKept);
}

const { readAhead } = (workerData ?? {}) as { readAhead?: Task };
if (!isMainThread && readAhead) readBackwards(readAhead);
