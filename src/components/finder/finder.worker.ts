/** The finder off the page's thread, for logs of megabytes. */
import { satisfies } from '@renovatebot/pep440';
import { openPack, type CompiledIndex } from '../../lib/finder/open.ts';
import { answer } from './full-answer.ts';
import type { FromWorker, ToWorker } from './worker-client.ts';

let index: CompiledIndex | undefined;

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'data') {
    index = openPack(data.pack, data.details);
    return;
  }
  const reply: FromWorker = { id: data.id, answers: null };
  try {
    if (index) reply.answers = answer(data.question, index, satisfies);
  } catch {
    // The page answers itself then.
  }
  postMessage(reply);
});
