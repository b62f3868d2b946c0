/** The finder off the page's thread, for logs of megabytes. */
import { satisfies } from '@renovatebot/pep440';
import { compile, type CompiledIndex } from '../../lib/finder/index.ts';
import { answer } from './answer.ts';
import type { FromWorker, ToWorker } from './worker-client.ts';

let index: CompiledIndex | undefined;

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'data') {
    index = compile(data.signatures);
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
